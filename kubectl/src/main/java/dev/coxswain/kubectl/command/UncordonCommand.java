package dev.coxswain.kubectl.command;

import picocli.CommandLine.Command;

/// `kubectl uncordon`
@Command(name = "uncordon", description = "Lets new pods onto a node again.")
public final class UncordonCommand extends NodeAction {
  @Override
  int run(Session session) {
    return forEach(session, node -> mark(session, node, false));
  }
}
