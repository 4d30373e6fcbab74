package dev.coxswain.kubeproxy.proxy;

import dev.coxswain.kubeproxy.rules.RuleSet;

/// What carries out a rule set on this node. Used by one thread.
public interface Dataplane {
  /// Makes the kernel do what the rules say; all of it or nothing.
  void apply(RuleSet rules);

  /// What was applied can no longer be relied on: the next rule set is applied in full.
  void forget();

  /// Whether what was applied still seems to be there.
  boolean isIntact();

  /// Removes every trace.
  void cleanUp();
}
