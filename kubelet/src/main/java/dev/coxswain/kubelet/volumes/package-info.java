/// Puts a pod's volumes on the node's disk, keeps their content current, and removes them with the
/// pod.
package dev.coxswain.kubelet.volumes;
