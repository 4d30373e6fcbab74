package dev.coxswain.kubeproxy.rules;

import java.util.List;

/// Everything a dataplane has to do, in a fixed order: equal rule sets mean that nothing changed.
public record RuleSet(List<ServicePort> ports) {
  /// No services at all.
  public static final RuleSet EMPTY = new RuleSet(List.of());

  public RuleSet {
    ports = List.copyOf(ports);
  }
}
