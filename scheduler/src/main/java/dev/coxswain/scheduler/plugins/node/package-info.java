/// Which nodes a pod may be on at all: the one it names, and none that are cordoned.
package dev.coxswain.scheduler.plugins.node;
