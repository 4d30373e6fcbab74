/// Startup, liveness and readiness probes: asks containers how they are, and counts the answers.
package dev.coxswain.kubelet.probes;
