package dev.coxswain.kubectl.command;

import picocli.CommandLine.Command;

/// `kubectl cordon`
@Command(name = "cordon", description = "Keeps new pods off a node.")
public final class CordonCommand extends NodeAction {
  @Override
  int run(Session session) {
    return forEach(session, node -> mark(session, node, true));
  }
}
