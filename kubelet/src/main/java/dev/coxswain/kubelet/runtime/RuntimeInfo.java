package dev.coxswain.kubelet.runtime;

/// What the runtime says of itself and of the machine.
///
/// @param name such as `docker`
public record RuntimeInfo(
    String name, String version, int cpus, long memoryBytes, String kernel, String osImage) {}
