package dev.coxswain.component.program;

/// What a program does while it is the one that works.
@FunctionalInterface
public interface Work {
  /// Begins, and may go on. Called once at most, on a thread of its own.
  void begin() throws InterruptedException;
}
