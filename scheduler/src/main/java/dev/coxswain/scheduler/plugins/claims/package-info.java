/// Claims of devices.
package dev.coxswain.scheduler.plugins.claims;
