package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.request.WriteHook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The addresses and ports taken for one write of one service.
final class ServiceTaking implements WriteHook.Taken<Service> {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final FieldPath CLUSTER_IPS = SPEC.child("clusterIPs");
  private static final String NONE = "None";

  private final Optional<Service> existing;
  private final List<AddressRange> ranges;
  private final ClusterIps ips;
  private final NodePorts ports;
  private final Instant now;
  private final boolean dryRun;
  private final List<String> takenIps = new ArrayList<>();
  private final List<Integer> takenPorts = new ArrayList<>();
  private Service service;

  ServiceTaking(
      Service service,
      Optional<Service> existing,
      List<AddressRange> ranges,
      ClusterIps ips,
      NodePorts ports,
      Instant now,
      boolean dryRun) {
    this.service = service;
    this.existing = existing;
    this.ranges = ranges;
    this.ips = ips;
    this.ports = ports;
    this.now = now;
    this.dryRun = dryRun;
  }

  ServiceTaking takeAll() {
    if (!service.getSpec().getType().equals("ExternalName")) {
      takeAddresses();
    }
    takePorts();
    return this;
  }

  @Override
  public Service object() {
    return service;
  }

  @Override
  public void keep() {
    if (dryRun || existing.isEmpty()) {
      return;
    }
    var before = existing.get();
    var kept = ServiceAllocator.addresses(service);
    ServiceAllocator.addresses(before).stream()
        .filter(address -> !kept.contains(address))
        .forEach(address -> ips.release(address, before));
    var gone = ServiceAllocator.nodePorts(before);
    gone.removeAll(ServiceAllocator.nodePorts(service));
    ports.release(gone);
  }

  @Override
  public void giveBack() {
    takenIps.forEach(address -> ips.release(address, service));
    ports.release(takenPorts);
  }

  // ---- addresses ----

  private void takeAddresses() {
    service = withClusterIps(service);
    var families = ranges.stream().map(AddressRange::family).toList();
    var problems = IpFamilies.problems(service.getSpec(), families);
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
    service = IpFamilies.withFamilies(service, families);
    var spec = service.getSpec();
    if (IpFamilies.isHeadless(spec)) {
      service =
          service.toBuilder()
              .setSpec(spec.toBuilder().setClusterIP(NONE).clearClusterIPs().addClusterIPs(NONE))
              .build();
      return;
    }
    takeWanted();
    takeMissing();
  }

  /// The single address and the list of addresses say the same.
  private static Service withClusterIps(Service service) {
    var spec = service.getSpec();
    if (spec.getClusterIPsCount() == 0 && !spec.getClusterIP().isEmpty()) {
      return service.toBuilder()
          .setSpec(spec.toBuilder().addClusterIPs(spec.getClusterIP()))
          .build();
    }
    if (spec.getClusterIPsCount() > 0 && spec.getClusterIP().isEmpty()) {
      return service.toBuilder()
          .setSpec(spec.toBuilder().setClusterIP(spec.getClusterIPs(0)))
          .build();
    }
    return service;
  }

  private void takeWanted() {
    var had = existing.map(ServiceAllocator::addresses).orElse(List.of());
    for (var address : service.getSpec().getClusterIPsList()) {
      if (had.contains(address) || Addresses.parseIp(address).isEmpty()) {
        continue; // Its own already, or no address, which validation says better.
      }
      if (ranges.stream().noneMatch(range -> range.contains(address))) {
        throw notAllocated(address, "the provided network does not match the current range");
      }
      boolean got = dryRun ? ips.isFree(address) : ips.take(address, service, now);
      if (!got) {
        throw notAllocated(address, "provided IP is already allocated");
      }
      if (!dryRun) {
        takenIps.add(address);
      }
    }
  }

  private void takeMissing() {
    var spec = service.getSpec().toBuilder();
    for (int i = spec.getClusterIPsCount(); i < spec.getIpFamiliesCount(); i++) {
      var family = spec.getIpFamilies(i);
      var range = ranges.stream().filter(r -> r.family().equals(family)).findFirst().orElseThrow();
      spec.addClusterIPs(dryRun ? ips.anyFree(range) : takeAny(range));
    }
    if (spec.getClusterIPsCount() > 0 && spec.getClusterIP().isEmpty()) {
      spec.setClusterIP(spec.getClusterIPs(0));
    }
    service = service.toBuilder().setSpec(spec).build();
  }

  private String takeAny(AddressRange range) {
    var address =
        ips.takeAny(range, service, now)
            .orElseThrow(() ->
                ApiException.of(
                    new Refusal.Internal("failed to allocate a serviceIP: range is full")));
    takenIps.add(address);
    return address;
  }

  private ApiException notAllocated(String address, String why) {
    return invalid(
        List.of(
            FieldError.invalid(
                CLUSTER_IPS,
                List.copyOf(service.getSpec().getClusterIPsList()),
                "failed to allocate IP %s: %s".formatted(address, why))));
  }

  // ---- ports ----

  private void takePorts() {
    var spec = service.getSpec().toBuilder();
    boolean wanted =
        spec.getType().equals("NodePort")
            || (spec.getType().equals("LoadBalancer")
                && (!spec.hasAllocateLoadBalancerNodePorts()
                    || spec.getAllocateLoadBalancerNodePorts()));
    var had = existing.map(ServiceAllocator::nodePorts).orElse(Set.of());
    if (spec.getType().equals("NodePort") || spec.getType().equals("LoadBalancer")) {
      takeWantedPorts(spec, had);
    }
    if (wanted) {
      takeMissingPorts(spec);
    }
    if (spec.getType().equals("LoadBalancer") && spec.getExternalTrafficPolicy().equals("Local")) {
      takeHealthPort(spec, had);
    }
    service = service.toBuilder().setSpec(spec).build();
  }

  private void takeWantedPorts(ServiceSpec.Builder spec, Set<Integer> had) {
    for (int i = 0; i < spec.getPortsCount(); i++) {
      int port = spec.getPorts(i).getNodePort();
      if (port != 0 && !had.contains(port) && !takenPorts.contains(port)) {
        takePort(port, SPEC.child("ports").index(i).child("nodePort"));
      }
    }
  }

  /// The same port for the same number under another protocol: one node port serves both.
  private void takeMissingPorts(ServiceSpec.Builder spec) {
    Map<Integer, Integer> byPort = new HashMap<>();
    for (var port : spec.getPortsBuilderList()) {
      if (port.getNodePort() == 0) {
        port.setNodePort(sharedOrNew(port.build(), byPort));
      }
      byPort.putIfAbsent(port.getPort(), port.getNodePort());
    }
  }

  private int sharedOrNew(ServicePort port, Map<Integer, Integer> byPort) {
    var shared = byPort.get(port.getPort());
    return shared == null ? takeAnyPort() : shared;
  }

  private void takeHealthPort(ServiceSpec.Builder spec, Set<Integer> had) {
    int port = spec.getHealthCheckNodePort();
    if (port == 0) {
      spec.setHealthCheckNodePort(takeAnyPort());
    } else if (!had.contains(port)) {
      takePort(port, SPEC.child("healthCheckNodePort"));
    }
  }

  private void takePort(int port, FieldPath path) {
    if (!ports.range().contains(port)) {
      throw invalid(
          List.of(
              FieldError.invalid(
                  path,
                  port,
                  "provided port is not in the valid range. The range of valid ports is "
                      + ports.range())));
    }
    boolean got = dryRun ? ports.isFree(port) : ports.take(port);
    if (!got) {
      throw invalid(List.of(FieldError.invalid(path, port, "provided port is already allocated")));
    }
    if (!dryRun) {
      takenPorts.add(port);
    }
  }

  private int takeAnyPort() {
    var port = dryRun ? ports.anyFree() : ports.takeAny();
    int chosen =
        port.orElseThrow(() ->
            ApiException.of(new Refusal.Internal("failed to allocate a nodePort: range is full")));
    if (!dryRun) {
      takenPorts.add(chosen);
    }
    return chosen;
  }

  private ApiException invalid(List<FieldError> errors) {
    return ApiException.of(new Refusal.Invalid("Service", service.getMetadata().getName(), errors));
  }
}
