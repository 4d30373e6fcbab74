package dev.coxswain.integration.simulation;

import java.io.Serial;

/// Something happened that must never happen. An error, so that no program survives it.
final class InvariantBroken extends AssertionError {
  @Serial private static final long serialVersionUID = 1;

  InvariantBroken(String what) {
    super(what);
  }
}
