package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The table of services.
final class ServiceTable {
  static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Type", "How the service can be reached."),
          Columns.text("Cluster-IP", "Address within the cluster."),
          Columns.text("External-IP", "Addresses or name outside the cluster."),
          Columns.text("Port(s)", "Ports of the service, and of the nodes behind the colon."),
          Columns.age(),
          Columns.text("Selector", "Labels of the pods behind the service.").wide());

  private ServiceTable() {}

  static List<Object> cells(Service service, Instant now) {
    var spec = service.getSpec();
    var address = spec.getClusterIPsCount() > 0 ? spec.getClusterIPs(0) : spec.getClusterIP();
    return List.of(
        service.getMetadata().getName(),
        spec.getType(),
        Cells.orNone(address),
        external(service),
        Cells.orNone(
            spec.getPortsList().stream().map(ServiceTable::port).collect(Collectors.joining(","))),
        Ages.since(service.getMetadata(), now),
        Cells.labels(spec.getSelectorMap()));
  }

  private static String external(Service service) {
    var spec = service.getSpec();
    var ips = String.join(",", spec.getExternalIPsList());
    return switch (spec.getType()) {
      case "ClusterIP", "NodePort" -> Cells.orNone(ips);
      case "LoadBalancer" -> balancer(service);
      case "ExternalName" -> spec.getExternalName();
      default -> "<unknown>";
    };
  }

  private static String balancer(Service service) {
    var balancers = new TreeSet<String>();
    service.getStatus().getLoadBalancer().getIngressList().stream()
        .map(ServiceTable::address)
        .filter(a -> !a.isEmpty())
        .forEach(balancers::add);
    var all = new ArrayList<String>();
    if (!balancers.isEmpty()) {
      all.add(String.join(",", balancers));
    }
    all.addAll(service.getSpec().getExternalIPsList());
    return all.isEmpty() ? "<pending>" : String.join(",", all);
  }

  private static String address(LoadBalancerIngress ingress) {
    return ingress.getIp().isEmpty() ? ingress.getHostname() : ingress.getIp();
  }

  private static String port(ServicePort port) {
    var number =
        port.getNodePort() > 0
            ? "%d:%d".formatted(port.getPort(), port.getNodePort())
            : Integer.toString(port.getPort());
    return number + "/" + port.getProtocol();
  }
}
