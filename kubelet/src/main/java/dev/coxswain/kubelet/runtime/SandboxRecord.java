package dev.coxswain.kubelet.runtime;

import java.time.Instant;

/// A pod's sandbox (its pause container) as the runtime knows it.
///
/// @param ip the pod's address; empty on the host's network, or when the sandbox is not running
/// @param pid the pause process; 0 when the sandbox is not running
public record SandboxRecord(
    String id, PodId pod, int attempt, Instant created, boolean running, String ip, int pid) {}
