package dev.coxswain.kubeproxy.iptables;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Writes the input of `iptables-restore --noflush`: only named chains are replaced, each table in
/// one step.
final class RestoreScript {
  private RestoreScript() {}

  /// Everything from scratch, whatever the kernel holds.
  ///
  /// @param stale chains of ours in the kernel that are no longer wanted
  static String full(Table table, Collection<String> stale) {
    return write(table.name(), table.chains(), stale);
  }

  /// Only the chains that differ; empty when none does.
  static String difference(Table before, Table after) {
    var changed = new java.util.LinkedHashMap<String, List<String>>();
    after
        .chains()
        .forEach((chain, rules) -> {
          if (!rules.equals(before.chains().get(chain))) {
            changed.put(chain, rules);
          }
        });
    var stale = new TreeSet<>(before.chains().keySet());
    stale.removeAll(after.chains().keySet());
    return changed.isEmpty() && stale.isEmpty() ? "" : write(after.name(), changed, stale);
  }

  /// A chain can only be deleted when no rule leads to it, so stale ones are emptied first and
  /// deleted last.
  private static String write(
      String table, Map<String, List<String>> chains, Collection<String> stale) {
    var script = new StringBuilder("*").append(table).append('\n');
    chains.keySet().forEach(chain -> declare(script, chain));
    stale.forEach(chain -> declare(script, chain));
    chains.forEach((chain, rules) ->
        rules.forEach(
            rule -> script.append("-A ").append(chain).append(' ').append(rule).append('\n')));
    stale.forEach(chain -> script.append("-X ").append(chain).append('\n'));
    return script.append("COMMIT\n").toString();
  }

  private static void declare(StringBuilder script, String chain) {
    script.append(':').append(chain).append(" - [0:0]\n");
  }
}
