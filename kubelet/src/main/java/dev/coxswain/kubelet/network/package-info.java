/// The seam to the pod network. A pod's address is that of its sandbox.
package dev.coxswain.kubelet.network;
