package dev.coxswain.kubelet.runtime;

/// How a command inside a container ended.
///
/// @param output both streams, as they came
public record ExecResult(int exitCode, String output) {}
