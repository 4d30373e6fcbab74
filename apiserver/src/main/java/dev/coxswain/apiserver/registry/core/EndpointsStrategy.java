package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.EndpointPort;
import dev.coxswain.api.core.v1.EndpointSubset;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.EndpointWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Endpoints, the predecessor of endpoint slices.
public final class EndpointsStrategy extends GenericStrategy<Endpoints> {
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final int SHOWN = 3;
  private static final Table<Endpoints> TABLE =
      Table.of(Endpoints.class)
          .text("Endpoints", "Addresses and ports behind the service.", EndpointsStrategy::shown)
          .age()
          .build();

  public EndpointsStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  protected void check(Endpoints endpoints, StrategyContext context, Problems problems) {
    for (int i = 0; i < endpoints.getSubsetsCount(); i++) {
      checkSubset(endpoints.getSubsets(i), FieldPath.of("subsets").index(i), problems);
    }
  }

  /// What is as it was is not judged again: the rules used to be other ones.
  @Override
  protected void checkUpdate(
      Endpoints updated, Endpoints existing, StrategyContext context, Problems problems) {
    if (!updated.getSubsetsList().equals(existing.getSubsetsList())) {
      check(updated, context, problems);
    }
  }

  @Override
  public List<String> warnings(Endpoints endpoints, Optional<Endpoints> existing) {
    return EndpointWarnings.of(endpoints, existing);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }

  private static void checkSubset(EndpointSubset subset, FieldPath path, Problems problems) {
    if (subset.getAddressesCount() + subset.getNotReadyAddressesCount() == 0) {
      problems.required(path, "must specify `addresses` or `notReadyAddresses`");
    }
    checkAddresses(subset.getAddressesList(), path.child("addresses"), problems);
    checkAddresses(subset.getNotReadyAddressesList(), path.child("notReadyAddresses"), problems);
    for (int i = 0; i < subset.getPortsCount(); i++) {
      checkPort(
          subset.getPorts(i), subset.getPortsCount() > 1, path.child("ports").index(i), problems);
    }
  }

  private static void checkAddresses(
      List<EndpointAddress> addresses, FieldPath path, Problems problems) {
    for (int i = 0; i < addresses.size(); i++) {
      var address = addresses.get(i);
      var ip = path.index(i).child("ip");
      problems.invalid(ip, address.getIp(), Addresses.isValidIp(address.getIp()));
      if (!address.getHostname().isEmpty()) {
        problems.invalid(
            path.index(i).child("hostname"),
            address.getHostname(),
            Names.isDns1123Label(address.getHostname()));
      }
      if (address.hasNodeName()) {
        problems.invalid(
            path.index(i).child("nodeName"),
            address.getNodeName(),
            Names.isDns1123Subdomain(address.getNodeName()));
      }
      EndpointAddresses.checkSpecial(address.getIp(), ip, problems);
    }
  }

  private static void checkPort(
      EndpointPort port, boolean named, FieldPath path, Problems problems) {
    if (named && port.getName().isEmpty()) {
      problems.required(path.child("name"));
    } else if (!port.getName().isEmpty()) {
      problems.invalid(path.child("name"), port.getName(), Names.isDns1123Label(port.getName()));
    }
    problems.invalid(path.child("port"), port.getPort(), Numbers.isValidPort(port.getPort()));
    if (port.getProtocol().isEmpty()) {
      problems.required(path.child("protocol"));
    } else {
      problems.oneOf(path.child("protocol"), port.getProtocol(), PROTOCOLS);
    }
    if (port.hasAppProtocol()) {
      problems.invalid(
          path.child("appProtocol"),
          port.getAppProtocol(),
          Names.isQualifiedName(port.getAppProtocol()));
    }
  }

  private static String shown(Endpoints endpoints) {
    if (endpoints.getSubsetsCount() == 0) {
      return Cells.NONE;
    }
    var all = new ArrayList<String>();
    for (var subset : endpoints.getSubsetsList()) {
      if (subset.getPortsCount() == 0) {
        subset.getAddressesList().forEach(a -> all.add(a.getIp()));
      }
      for (var port : subset.getPortsList()) {
        subset.getAddressesList().forEach(a -> all.add(hostPort(a.getIp(), port.getPort())));
      }
    }
    return all.isEmpty() ? "" : Cells.firstOf(all, SHOWN);
  }

  private static String hostPort(String ip, int port) {
    return ip.contains(":") ? "[%s]:%d".formatted(ip, port) : "%s:%d".formatted(ip, port);
  }
}
