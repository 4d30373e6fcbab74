/// Removes pods that nobody else will: those of vanished nodes, and old finished ones.
package dev.coxswain.controllermanager.podgc;
