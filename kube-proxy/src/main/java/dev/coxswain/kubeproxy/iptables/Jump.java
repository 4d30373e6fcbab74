package dev.coxswain.kubeproxy.iptables;

import java.util.ArrayList;
import java.util.List;

/// A rule in a chain of the kernel's own that leads into ours.
record Jump(String table, String from, List<String> rule) {
  private static final List<String> NEW = List.of("-m", "conntrack", "--ctstate", "NEW");

  /// All of them; each goes to the top of its chain.
  static final List<Jump> ALL =
      List.of(
          to("nat", "PREROUTING", IptablesRules.SERVICES, List.of()),
          to("nat", "OUTPUT", IptablesRules.SERVICES, List.of()),
          to("nat", "POSTROUTING", IptablesRules.POSTROUTING, List.of()),
          to("filter", "INPUT", IptablesRules.EXTERNAL_SERVICES, NEW),
          to("filter", "FORWARD", IptablesRules.EXTERNAL_SERVICES, NEW),
          to("filter", "FORWARD", IptablesRules.SERVICES, NEW),
          to("filter", "FORWARD", IptablesRules.FORWARD, List.of()),
          to("filter", "OUTPUT", IptablesRules.SERVICES, NEW));

  private static Jump to(String table, String from, String chain, List<String> match) {
    List<String> rule = new ArrayList<>(match);
    rule.addAll(List.of("-j", chain));
    return new Jump(table, from, List.copyOf(rule));
  }

  /// The arguments of `iptables` that check (`-C`), insert (`-I`) or delete (`-D`) it.
  List<String> arguments(String command) {
    List<String> arguments = new ArrayList<>(List.of("-w", "5", "-t", table, command, from));
    arguments.addAll(rule);
    return arguments;
  }
}
