/// Which pod is next.
package dev.coxswain.scheduler.plugins.sort;
