/// Whether a node has room for a pod, and which one has most.
package dev.coxswain.scheduler.plugins.resources;
