package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.api.networking.v1.IngressLoadBalancerIngress;
import dev.coxswain.api.networking.v1.NetworkPolicy;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;

/// The tables of the group.
public final class NetworkingTables {
  private static final int SHOWN_HOSTS = 3;

  public static final Table<Ingress> INGRESSES =
      Table.of(Ingress.class)
          .text("Class", "Which controller serves it.", NetworkingTables::ingressClass)
          .text("Hosts", "Names that are served.", NetworkingTables::hosts)
          .text("Address", "Where it is served.", NetworkingTables::addresses)
          .text(
              "Ports",
              "Ports that are open, 443 if there is a certificate.",
              i -> i.getSpec().getTlsCount() > 0 ? "80, 443" : "80")
          .age()
          .build();

  public static final Table<IngressClass> INGRESS_CLASSES =
      Table.of(IngressClass.class)
          .text("Controller", "Who serves the class.", c -> c.getSpec().getController())
          .text("Parameters", "What configures the class.", NetworkingTables::parameters)
          .age()
          .build();

  public static final Table<NetworkPolicy> NETWORK_POLICIES =
      Table.of(NetworkPolicy.class)
          .text(
              "Pod-Selector",
              "Which pods the policy is for.",
              p -> Cells.selector(p.getSpec().getPodSelector()))
          .age()
          .build();

  public static final Table<IPAddress> IP_ADDRESSES =
      Table.of(IPAddress.class)
          .text("ParentRef", "What has the address.", NetworkingTables::parent)
          .build();

  public static final Table<ServiceCIDR> SERVICE_CIDRS =
      Table.of(ServiceCIDR.class)
          .text(
              "CIDRs",
              "Blocks from which services get addresses.",
              c -> String.join(",", c.getSpec().getCidrsList()))
          .age()
          .build();

  private NetworkingTables() {}

  private static String ingressClass(Ingress ingress) {
    return ingress.getSpec().hasIngressClassName()
        ? ingress.getSpec().getIngressClassName()
        : Cells.NONE;
  }

  /// The first hosts; rules without a host count among those that are not shown once there are
  /// some.
  private static String hosts(Ingress ingress) {
    var shown = new ArrayList<String>();
    boolean more = false;
    for (var rule : ingress.getSpec().getRulesList()) {
      more |= shown.size() == SHOWN_HOSTS;
      if (!more && !rule.getHost().isEmpty()) {
        shown.add(rule.getHost());
      }
    }
    if (shown.isEmpty()) {
      return "*";
    }
    var hosts = String.join(",", shown);
    int rules = ingress.getSpec().getRulesCount();
    return more ? "%s + %d more...".formatted(hosts, rules - SHOWN_HOSTS) : hosts;
  }

  private static String addresses(Ingress ingress) {
    return ingress.getStatus().getLoadBalancer().getIngressList().stream()
        .map(NetworkingTables::address)
        .filter(address -> !address.isEmpty())
        .distinct()
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String address(IngressLoadBalancerIngress ingress) {
    return ingress.getIp().isEmpty() ? ingress.getHostname() : ingress.getIp();
  }

  private static String parameters(IngressClass ingressClass) {
    if (!ingressClass.getSpec().hasParameters()) {
      return Cells.NONE;
    }
    var reference = ingressClass.getSpec().getParameters();
    var group = reference.hasAPIGroup() ? "." + reference.getAPIGroup() : "";
    return reference.getKind() + group + "/" + reference.getName();
  }

  private static String parent(IPAddress address) {
    if (!address.getSpec().hasParentRef()) {
      return Cells.NONE;
    }
    var parent = address.getSpec().getParentRef();
    var resource =
        (parent.getGroup().isEmpty()
                ? parent.getResource()
                : parent.getResource() + "." + parent.getGroup())
            .toLowerCase(Locale.ROOT);
    return parent.getNamespace().isEmpty()
        ? resource + "/" + parent.getName()
        : resource + "/" + parent.getNamespace() + "/" + parent.getName();
  }
}
