/// What containers want done right after they start and before they stop.
package dev.coxswain.kubelet.hooks;
