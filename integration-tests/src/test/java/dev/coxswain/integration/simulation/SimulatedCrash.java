package dev.coxswain.integration.simulation;

import java.io.Serial;

/// A program ends in the middle of what it was doing. An error, so that nothing in the program
/// catches it.
final class SimulatedCrash extends Error {
  @Serial private static final long serialVersionUID = 1;

  SimulatedCrash(String where) {
    super(where, null, false, false);
  }
}
