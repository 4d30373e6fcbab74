/// What happens to a pod on its node: one worker per pod looks at spec and runtime, asks
/// [PodActions] what to do, and does it.
package dev.coxswain.kubelet.pod;
