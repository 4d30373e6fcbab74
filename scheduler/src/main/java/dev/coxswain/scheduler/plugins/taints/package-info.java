/// Keeps pods off nodes whose taints they don't tolerate.
package dev.coxswain.scheduler.plugins.taints;
