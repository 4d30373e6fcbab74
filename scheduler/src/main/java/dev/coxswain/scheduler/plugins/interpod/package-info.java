/// Pods near pods and away from pods.
package dev.coxswain.scheduler.plugins.interpod;
