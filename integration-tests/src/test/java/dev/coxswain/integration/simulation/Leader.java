package dev.coxswain.integration.simulation;

/// A program of which only one may work at a time.
interface Leader {
  boolean isLeading();
}
