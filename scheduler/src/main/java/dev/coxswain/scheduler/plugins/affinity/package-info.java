/// Which nodes a pod wants by their labels.
package dev.coxswain.scheduler.plugins.affinity;
