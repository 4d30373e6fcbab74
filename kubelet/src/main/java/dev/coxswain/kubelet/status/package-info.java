/// What a node tells the control plane of its pods: the pure [PodStatuses], and the reporter that
/// writes them.
package dev.coxswain.kubelet.status;
