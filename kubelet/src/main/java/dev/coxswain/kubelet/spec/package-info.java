/// What a pod's spec asks of a node, in words that the rest of the kubelet can use. Pure.
package dev.coxswain.kubelet.spec;
