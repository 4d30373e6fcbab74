/// Prefers nodes that have the images already.
package dev.coxswain.scheduler.plugins.images;
