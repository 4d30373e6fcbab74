/// Pods of a kind spread evenly over the places of a topology.
package dev.coxswain.scheduler.plugins.spread;
