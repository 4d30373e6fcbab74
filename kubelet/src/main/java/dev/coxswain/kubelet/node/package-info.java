/// The node as the control plane sees it: its registration, its status, and the lease that says it
/// is alive.
package dev.coxswain.kubelet.node;
