package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A machine next to the node, as far as the kernel can tell: a network namespace with one cable to
/// the node.
record Outsider(LocalCluster cluster) implements AutoCloseable {
  /// From a range that nobody uses.
  static final String ADDRESS = "198.51.100.2";

  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String NAME = "cox-outsider";
  private static final String GATEWAY = "198.51.100.1";

  static Outsider start(LocalCluster cluster) throws IOException, InterruptedException {
    var outsider = new Outsider(cluster);
    outsider.ip("netns", "add", NAME);
    outsider.ip("link", "add", "cox-out0", "type", "veth", "peer", "name", "eth0", "netns", NAME);
    outsider.ip("address", "add", GATEWAY + "/30", "dev", "cox-out0");
    outsider.ip("link", "set", "cox-out0", "up");
    outsider.ip("-n", NAME, "address", "add", ADDRESS + "/30", "dev", "eth0");
    outsider.ip("-n", NAME, "link", "set", "eth0", "up");
    outsider.ip("-n", NAME, "route", "add", "default", "via", GATEWAY);
    return outsider;
  }

  LocalCluster.Result get(String url) throws IOException, InterruptedException {
    return cluster.run(
        List.of("nsenter", "--net=/run/netns/" + NAME, "curl", "-s", "-m", "5", url), "", COMMAND);
  }

  @Override
  public void close() throws IOException {
    try {
      ip("netns", "delete", NAME);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the network namespace " + NAME + " is left");
    }
  }

  private void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    var result = cluster.run(command, "", COMMAND);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.all());
    }
  }
}
