/// The Docker Engine as container runtime: docker-java for control, the engine's socket itself for
/// byte streams.
package dev.coxswain.kubelet.runtime.docker;
