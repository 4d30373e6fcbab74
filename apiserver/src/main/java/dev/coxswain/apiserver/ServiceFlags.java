package dev.coxswain.apiserver;

import dev.coxswain.apiserver.allocation.AddressRange;
import dev.coxswain.apiserver.allocation.PortRange;
import java.util.List;
import picocli.CommandLine.Option;

/// What services are given.
final class ServiceFlags {
  @Option(
      names = "--service-cluster-ip-range",
      paramLabel = "CIDR",
      split = ",",
      defaultValue = "10.96.0.0/12",
      description =
          "Addresses for services, at most one range of each family (default: ${DEFAULT-VALUE}).")
  List<String> addresses;

  @Option(
      names = "--service-node-port-range",
      paramLabel = "FIRST-LAST",
      defaultValue = "30000-32767",
      description = "Ports for services on all nodes (default: ${DEFAULT-VALUE}).")
  String ports;

  List<AddressRange> addressRanges() {
    return addresses.stream().map(AddressRange::parse).toList();
  }

  PortRange portRange() {
    return PortRange.parse(ports);
  }
}
