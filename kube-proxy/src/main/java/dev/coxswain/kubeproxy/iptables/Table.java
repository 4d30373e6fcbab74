package dev.coxswain.kubeproxy.iptables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The chains that we own in one table, each with its rules in order.
///
/// @param name `nat` or `filter`
/// @param chains rules by chain, without the leading `-A CHAIN`
record Table(String name, Map<String, List<String>> chains) {
  Table {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    chains.forEach((chain, rules) -> copy.put(chain, List.copyOf(rules)));
    chains = copy;
  }

  /// Collects rules chain by chain; a chain exists once it is named, with or without rules.
  static final class Builder {
    private final String name;
    private final Map<String, List<String>> chains = new LinkedHashMap<>();

    Builder(String name) {
      this.name = name;
    }

    Builder chain(String chain) {
      chains.computeIfAbsent(chain, _ -> new ArrayList<>());
      return this;
    }

    Builder rule(String chain, String rule) {
      chains.computeIfAbsent(chain, _ -> new ArrayList<>()).add(rule);
      return this;
    }

    boolean has(String chain) {
      return chains.containsKey(chain);
    }

    Table build() {
      return new Table(name, chains);
    }
  }
}
