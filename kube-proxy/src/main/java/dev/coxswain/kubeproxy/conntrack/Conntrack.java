package dev.coxswain.kubeproxy.conntrack;

import dev.coxswain.kubeproxy.command.Commands;
import java.util.ArrayList;
import java.util.List;

/// Deletes flows from the kernel's connection table with the `conntrack` tool.
public final class Conntrack {
  private static final String NOTHING_TO_DELETE = "0 flow entries have been deleted";

  private final Commands commands;

  public Conntrack(Commands commands) {
    this.commands = commands;
  }

  /// Makes the kernel forget these flows; that there are none is fine.
  public void forget(List<StaleFlows.Flow> flows) {
    for (StaleFlows.Flow flow : flows) {
      List<String> command = new ArrayList<>(List.of("conntrack", "-D", "-p", "udp"));
      command.addAll(filter(flow));
      var result = commands.run(command);
      if (!result.error().contains(NOTHING_TO_DELETE)) {
        result.orThrow();
      }
    }
  }

  static List<String> filter(StaleFlows.Flow flow) {
    return switch (flow) {
      case StaleFlows.Flow.ToEndpoint(var address, var endpoint) ->
          List.of("--orig-dst", address, "--dst-nat", endpoint);
      case StaleFlows.Flow.ToAddress(var address, int port) ->
          List.of("--orig-dst", address, "--dport", String.valueOf(port));
      case StaleFlows.Flow.ToNodePort(int port) -> List.of("--dport", String.valueOf(port));
      case StaleFlows.Flow.FromNodePort(int port, var endpoint) ->
          List.of("--dport", String.valueOf(port), "--dst-nat", endpoint);
    };
  }
}
