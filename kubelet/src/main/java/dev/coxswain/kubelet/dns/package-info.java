/// The resolver and hosts files of pods. Pure.
package dev.coxswain.kubelet.dns;
