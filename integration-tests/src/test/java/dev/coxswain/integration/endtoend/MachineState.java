package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a cluster may change on its machine: packet filter, devices, addresses, routes, mounts,
/// containers, networks and kernel settings, as lines under the command that shows them.
record MachineState(Map<String, List<String>> lines) {
  /// Counters, and settings that the kernel changes by itself or anew for each reader.
  private static final Pattern RESTLESS =
      Pattern.compile(
          "^fs\\.(dentry-state|file-nr|inode-.*|quota.*|aio-nr)"
              + " .*|^kernel\\.(random\\..*|ns_last_pid|pty\\.nr)"
              + " .*|^net\\.netfilter\\.nf_conntrack_count .*|^net\\.ipv4\\.(tcp_mem|udp_mem) .*"
              + "|^net\\.(ipv4|ipv6)\\.(conf|neigh)\\.(veth|br-|docker).*");

  private static final Pattern COUNTERS = Pattern.compile("\\[\\d+:\\d+\\]");
  private static final Pattern COMMENT = Pattern.compile("^#.*");

  /// A device's number and lifetimes say nothing about what is there.
  private static final Pattern PASSING =
      Pattern.compile("^\\d+: |@if\\d+|valid_lft .*|link-netnsid \\d+|state \\S+");

  private static final Map<String, List<String>> COMMANDS =
      Map.of(
          "packet filter", List.of("iptables-save"),
          "IPv6 packet filter", List.of("ip6tables-save"),
          "devices", List.of("ip", "-o", "link"),
          "addresses", List.of("ip", "-o", "addr"),
          "routes", List.of("ip", "route", "show", "table", "all"),
          "containers", List.of("docker", "ps", "-aq", "--no-trunc"),
          "networks", List.of("docker", "network", "ls", "-q", "--no-trunc"),
          "volumes", List.of("docker", "volume", "ls", "-q"),
          "mounts", List.of("findmnt", "-rno", "TARGET,FSTYPE"),
          "settings", List.of("sysctl", "-a"));

  static MachineState read() throws IOException, InterruptedException {
    Map<String, List<String>> lines = new TreeMap<>();
    for (var command : COMMANDS.entrySet()) {
      lines.put(command.getKey(), read(command.getValue()));
    }
    return new MachineState(lines);
  }

  private static List<String> read(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    try (var reader = process.inputReader()) {
      var lines =
          reader
              .lines()
              .filter(Predicate.not(line -> COMMENT.matcher(line).matches()))
              .filter(Predicate.not(line -> RESTLESS.matcher(line).matches()))
              .map(line -> COUNTERS.matcher(line).replaceAll(""))
              .map(line -> PASSING.matcher(line).replaceAll("").strip())
              .toList();
      process.waitFor();
      return lines;
    }
  }

  /// Lines that only one of both has, each with the command that shows it; packet filter rules also
  /// when their order differs.
  List<String> differences(MachineState before) {
    List<String> differences = new ArrayList<>();
    lines.forEach((what, now) -> {
      var then = before.lines().getOrDefault(what, List.of());
      now.stream()
          .filter(line -> !then.contains(line))
          .forEach(line -> differences.add(what + ": new: " + line));
      then.stream()
          .filter(line -> !now.contains(line))
          .forEach(line -> differences.add(what + ": gone: " + line));
      if (what.endsWith("packet filter") && differences.isEmpty() && !now.equals(then)) {
        differences.add(what + ": in another order");
      }
    });
    return differences;
  }
}
