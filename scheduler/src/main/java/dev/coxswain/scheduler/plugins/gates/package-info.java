/// Pods that are not ready to be scheduled.
package dev.coxswain.scheduler.plugins.gates;
