/// Chooses a node for every pod that has none.
package dev.coxswain.scheduler;
