/// Makes the spec of a container for the runtime from the pod's.
package dev.coxswain.kubelet.container;
