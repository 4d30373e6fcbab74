/// Which pod is next, and which event wakes a refused one.
package dev.coxswain.scheduler.queue;
