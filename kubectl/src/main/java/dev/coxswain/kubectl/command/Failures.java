package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.rest.ServerError;

/// Refusals that don't keep a command from doing the rest; each is told once it happens.
final class Failures {
  private final Session session;
  private final boolean ignoreNotFound;
  private int count;

  Failures(Session session, boolean ignoreNotFound) {
    this.session = session;
    this.ignoreNotFound = ignoreNotFound;
  }

  void add(ServerError error) {
    if (error.isNotFound() && ignoreNotFound) {
      return;
    }
    count++;
    session.complain(error.describe());
  }

  void add(KubectlAction.Failure failure) {
    count++;
    session.complain("error: " + failure.getMessage());
  }

  boolean none() {
    return count == 0;
  }

  int exitCode() {
    return none() ? KubectlAction.OK : KubectlAction.FAILED;
  }
}
