package dev.coxswain.kubelet.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Single rules, through the system's `iptables`.
final class Iptables {
  private static final String WAIT_FOR_LOCK = "-w";

  /// Puts the rule first in its chain, if the chain does not have it.
  void ensureFirst(String table, String chain, List<String> rule)
      throws IOException, InterruptedException {
    if (run(command(table, "-C", chain, rule)) != 0) {
      int code = run(command(table, "-I", chain, rule));
      if (code != 0) {
        throw new IOException("iptables refuses " + String.join(" ", rule) + " in " + chain);
      }
    }
  }

  /// Takes the rule out of its chain, as often as the chain has it.
  void remove(String table, String chain, List<String> rule)
      throws IOException, InterruptedException {
    while (run(command(table, "-C", chain, rule)) == 0) {
      if (run(command(table, "-D", chain, rule)) != 0) {
        throw new IOException(
            "iptables does not remove " + String.join(" ", rule) + " from " + chain);
      }
    }
  }

  boolean hasChain(String table, String chain) throws IOException, InterruptedException {
    return run(List.of("iptables", WAIT_FOR_LOCK, "-t", table, "-n", "-L", chain)) == 0;
  }

  private static List<String> command(String table, String verb, String chain, List<String> rule) {
    var command = new ArrayList<>(List.of("iptables", WAIT_FOR_LOCK, "-t", table, verb, chain));
    command.addAll(rule);
    return command;
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = process.getInputStream().readAllBytes();
    int code = process.waitFor();
    if (code != 0 && new String(output, StandardCharsets.UTF_8).contains("Permission denied")) {
      throw new IOException("iptables needs root");
    }
    return code;
  }
}
