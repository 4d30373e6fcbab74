/// Whether evicting less important pods would make room.
package dev.coxswain.scheduler.plugins.preemption;
