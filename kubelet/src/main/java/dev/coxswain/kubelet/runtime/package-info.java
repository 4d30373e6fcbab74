/// Containers on this machine: the seam to the container runtime and its adapters. Decides nothing
/// about pods.
package dev.coxswain.kubelet.runtime;
