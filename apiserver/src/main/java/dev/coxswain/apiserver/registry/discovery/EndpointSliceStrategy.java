package dev.coxswain.apiserver.registry.discovery;

import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.discovery.v1.ForNode;
import dev.coxswain.api.discovery.v1.ForZone;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.core.EndpointAddresses;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.DomainNames;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.EndpointWarnings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Endpoint slices.
public final class EndpointSliceStrategy extends GenericStrategy<EndpointSlice> {
  private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final int MAX_ADDRESSES = 100;
  private static final int MAX_ENDPOINTS = 1000;
  private static final int MAX_PORTS = 20000;
  private static final int MAX_HINTS = 8;
  private static final int MAX_TOPOLOGY = 16;
  private static final int SHOWN = 3;
  private static final Table<EndpointSlice> TABLE =
      Table.of(EndpointSlice.class)
          .text("AddressType", "What sort of addresses these are.", EndpointSlice::getAddressType)
          .text("Ports", "Ports of every endpoint.", EndpointSliceStrategy::ports)
          .text("Endpoints", "Addresses of the endpoints.", EndpointSliceStrategy::addresses)
          .age()
          .build();

  public EndpointSliceStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  public List<String> warnings(EndpointSlice slice, Optional<EndpointSlice> existing) {
    return EndpointWarnings.of(slice);
  }

  @Override
  public EndpointSlice prepareForCreate(EndpointSlice slice, StrategyContext context) {
    return super.prepareForCreate(withoutTopology(slice), context);
  }

  /// Labels count here, too: they say to which service the slice belongs.
  @Override
  public EndpointSlice prepareForUpdate(
      EndpointSlice updated, EndpointSlice existing, StrategyContext context) {
    boolean same = updated.getEndpointsList().equals(existing.getEndpointsList());
    var prepared =
        super.prepareForUpdate(same ? updated : withoutTopology(updated), existing, context);
    var before = existing.getMetadata();
    boolean relabelled = !updated.getMetadata().getLabelsMap().equals(before.getLabelsMap());
    return relabelled
        ? Metadata.edit(prepared, m -> m.setGeneration(before.getGeneration() + 1))
        : prepared;
  }

  /// An older version had it; it can only stay as it is.
  private static EndpointSlice withoutTopology(EndpointSlice slice) {
    var changed = slice.toBuilder();
    changed.getEndpointsBuilderList().forEach(Endpoint.Builder::clearDeprecatedTopology);
    return changed.build();
  }

  @Override
  protected void check(EndpointSlice slice, StrategyContext context, Problems problems) {
    checkShape(slice, problems);
    checkEndpoints(slice, problems);
  }

  private static void checkShape(EndpointSlice slice, Problems problems) {
    var type = slice.getAddressType();
    if (type.isEmpty()) {
      problems.required(FieldPath.of("addressType"));
    } else {
      problems.oneOf(FieldPath.of("addressType"), type, TYPES);
    }
    checkPorts(slice.getPortsList(), FieldPath.of("ports"), problems);
  }

  private static void checkEndpoints(EndpointSlice slice, Problems problems) {
    var path = FieldPath.of("endpoints");
    if (slice.getEndpointsCount() > MAX_ENDPOINTS) {
      problems.tooMany(path, slice.getEndpointsCount(), MAX_ENDPOINTS);
      return;
    }
    for (int i = 0; i < slice.getEndpointsCount(); i++) {
      checkEndpoint(slice.getEndpoints(i), slice.getAddressType(), path.index(i), problems);
    }
  }

  @Override
  protected void checkUpdate(
      EndpointSlice updated, EndpointSlice existing, StrategyContext context, Problems problems) {
    checkShape(updated, problems);
    if (!updated.getEndpointsList().equals(existing.getEndpointsList())) {
      checkEndpoints(updated, problems);
    }
    problems.unchanged(
        FieldPath.of("addressType"), updated.getAddressType(), existing.getAddressType());
  }

  private static void checkEndpoint(
      Endpoint endpoint, String type, FieldPath path, Problems problems) {
    var at = path.child("addresses");
    if (endpoint.getAddressesCount() == 0) {
      problems.required(at, "must contain at least 1 address");
    } else if (endpoint.getAddressesCount() > MAX_ADDRESSES) {
      problems.tooMany(at, endpoint.getAddressesCount(), MAX_ADDRESSES);
    }
    for (int i = 0; i < endpoint.getAddressesCount(); i++) {
      checkAddress(endpoint.getAddresses(i), type, at.index(i), problems);
    }
    if (endpoint.hasNodeName()) {
      problems.invalid(
          path.child("nodeName"),
          endpoint.getNodeName(),
          Names.isDns1123Subdomain(endpoint.getNodeName()));
    }
    var topology = path.child("deprecatedTopology");
    if (endpoint.getDeprecatedTopologyCount() > MAX_TOPOLOGY) {
      problems.tooMany(topology, endpoint.getDeprecatedTopologyCount(), MAX_TOPOLOGY);
    }
    ObjectMetaValidation.checkLabels(endpoint.getDeprecatedTopologyMap(), topology, problems);
    if (endpoint.hasHostname()) {
      problems.invalid(
          path.child("hostname"),
          endpoint.getHostname(),
          Names.isDns1123Label(endpoint.getHostname()));
    }
    var zones = endpoint.getHints().getForZonesList().stream().map(ForZone::getName).toList();
    checkHints(zones, path.child("hints", "forZones"), problems);
    var nodes = endpoint.getHints().getForNodesList().stream().map(ForNode::getName).toList();
    checkHints(nodes, path.child("hints", "forNodes"), problems);
  }

  private static void checkHints(List<String> names, FieldPath path, Problems problems) {
    if (names.size() > MAX_HINTS) {
      problems.tooMany(path, names.size(), MAX_HINTS);
      return;
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < names.size(); i++) {
      var at = path.index(i).child("name");
      if (!seen.add(names.get(i))) {
        problems.duplicate(at, names.get(i));
      }
      problems.invalid(at, names.get(i), Names.isValidLabelValue(names.get(i)));
    }
  }

  private static void checkAddress(String address, String type, FieldPath path, Problems problems) {
    switch (type) {
      case "IPv4" -> {
        if (Addresses.isIpv4(address)) {
          problems.invalid(path, address, Addresses.isValidIp(address));
        } else {
          problems.invalid(path, address, "must be a valid IPv4 address");
        }
        EndpointAddresses.checkSpecial(address, path, problems);
      }
      case "IPv6" -> {
        if (!Addresses.isIpv6(address)) {
          problems.invalid(path, address, "must be a valid IPv6 address");
        }
        EndpointAddresses.checkSpecial(address, path, problems);
      }
      case "FQDN" -> DomainNames.checkDomain(address, path, problems);
      default -> {
        // The type itself is wrong, which is reported.
      }
    }
  }

  private static void checkPorts(List<EndpointPort> ports, FieldPath path, Problems problems) {
    if (ports.size() > MAX_PORTS) {
      problems.tooMany(path, ports.size(), MAX_PORTS);
      return;
    }
    var names = new HashSet<String>();
    for (int i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var at = path.index(i);
      if (!port.getName().isEmpty()) {
        problems.invalid(at.child("name"), port.getName(), Names.isDns1123Label(port.getName()));
      }
      if (!names.add(port.getName())) {
        problems.duplicate(at.child("name"), port.getName());
      }
      problems.oneOf(at.child("protocol"), port.getProtocol(), PROTOCOLS);
      if (port.hasAppProtocol()) {
        problems.invalid(
            at.child("appProtocol"),
            port.getAppProtocol(),
            Names.isQualifiedName(port.getAppProtocol()));
      }
    }
  }

  private static String ports(EndpointSlice slice) {
    var ports = slice.getPortsList().stream().map(EndpointSliceStrategy::port).toList();
    return ports.isEmpty() ? Cells.UNSET : Cells.orUnset(Cells.firstOf(ports, SHOWN));
  }

  private static String port(EndpointPort port) {
    if (port.hasPort()) {
      return Integer.toString(port.getPort());
    }
    return port.hasName() ? port.getName() : "*";
  }

  private static String addresses(EndpointSlice slice) {
    var addresses =
        slice.getEndpointsList().stream().flatMap(e -> e.getAddressesList().stream()).toList();
    return addresses.isEmpty() ? Cells.UNSET : Cells.firstOf(addresses, SHOWN);
  }
}
