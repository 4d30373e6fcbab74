package dev.coxswain.kubeproxy.iptables;

import dev.coxswain.kubeproxy.command.Commands;
import dev.coxswain.kubeproxy.proxy.Dataplane;
import dev.coxswain.kubeproxy.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Loads rule sets into the kernel through `iptables-restore`: changed chains only, everything when
/// asked.
///
/// Owned by one thread. A failed load leaves the kernel's table as it was; the next one writes
/// everything.
public final class IptablesDataplane implements Dataplane {
  private static final Pattern OWN_CHAIN =
      Pattern.compile("^:(KUBE-(?:SVC|SVL|EXT|SEP)-[A-Z2-7]{16}) ", Pattern.MULTILINE);
  private static final List<String> TABLES = List.of("nat", "filter");
  private static final List<String> FIXED_CHAINS =
      List.of(
          IptablesRules.SERVICES,
          IptablesRules.NODE_PORTS,
          IptablesRules.POSTROUTING,
          IptablesRules.FORWARD,
          IptablesRules.EXTERNAL_SERVICES,
          IptablesRules.MARK_MASQUERADE,
          IptablesRules.CANARY);

  private final Commands commands;
  private final String podCidr;
  private List<Table> loaded = List.of();

  /// @param podCidr the addresses of all pods; empty when unknown
  public IptablesDataplane(Commands commands, String podCidr) {
    this.commands = commands;
    this.podCidr = podCidr;
  }

  @Override
  public void apply(RuleSet rules) {
    var wanted = IptablesRules.render(rules, podCidr);
    if (loaded.isEmpty()) {
      loadAll(wanted);
    } else {
      loadDifference(wanted);
    }
    loaded = wanted;
  }

  @Override
  public void forget() {
    loaded = List.of();
  }

  @Override
  public boolean isIntact() {
    return TABLES.stream().allMatch(this::hasCanary);
  }

  private boolean hasCanary(String table) {
    return commands
        .run(
            List.of(
                "iptables",
                "-w",
                "5",
                "-t",
                table,
                "-C",
                IptablesRules.CANARY,
                "-m",
                "comment",
                "--comment",
                "gone when somebody flushed the table"))
        .succeeded();
  }

  private void loadAll(List<Table> wanted) {
    var script = new StringBuilder();
    for (Table table : wanted) {
      var stale = new TreeSet<>(ownChains(table.name()));
      stale.removeAll(table.chains().keySet());
      script.append(RestoreScript.full(table, stale));
    }
    restore(script.toString());
    Jump.ALL.stream()
        .filter(jump -> !iptables(jump.arguments("-C")).succeeded())
        .forEach(jump -> iptables(jump.arguments("-I")).orThrow());
  }

  private void loadDifference(List<Table> wanted) {
    var script = new StringBuilder();
    for (int i = 0; i < wanted.size(); i++) {
      script.append(RestoreScript.difference(loaded.get(i), wanted.get(i)));
    }
    if (!script.isEmpty()) {
      restore(script.toString());
    }
  }

  private void restore(String script) {
    loaded = List.of();
    commands.run(List.of("iptables-restore", "-w", "5", "--noflush"), script).orThrow();
  }

  private List<String> ownChains(String table) {
    String saved = commands.run(List.of("iptables-save", "-t", table)).orThrow().output();
    return OWN_CHAIN.matcher(saved).results().map(match -> match.group(1)).toList();
  }

  @Override
  public void cleanUp() {
    for (Jump jump : Jump.ALL) {
      while (iptables(jump.arguments("-C")).succeeded()) {
        iptables(jump.arguments("-D")).orThrow();
      }
    }
    for (String table : TABLES) {
      restore(RestoreScript.full(new Table(table, java.util.Map.of()), existingChains(table)));
    }
  }

  private List<String> existingChains(String table) {
    String saved = commands.run(List.of("iptables-save", "-t", table)).orThrow().output();
    List<String> chains = new ArrayList<>(ownChains(table));
    FIXED_CHAINS.stream().filter(chain -> saved.contains("\n:" + chain + " ")).forEach(chains::add);
    return chains;
  }

  private Commands.Result iptables(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("iptables"));
    command.addAll(arguments);
    return commands.run(command);
  }
}
