package dev.coxswain.kubeproxy.iptables;

import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.util.List;

/// Renders a rule set as the chains of the `nat` and `filter` tables. Pure.
final class IptablesRules {
  static final String SERVICES = "KUBE-SERVICES";
  static final String NODE_PORTS = "KUBE-NODEPORTS";
  static final String POSTROUTING = "KUBE-POSTROUTING";
  static final String MARK_MASQUERADE = "KUBE-MARK-MASQ";
  static final String FORWARD = "KUBE-FORWARD";
  static final String EXTERNAL_SERVICES = "KUBE-EXTERNAL-SERVICES";
  static final String CANARY = "KUBE-PROXY-CANARY";
  static final String CANARY_RULE = "-m comment --comment \"gone when somebody flushed the table\"";

  /// The bit that marks packets to masquerade; 14 is upstream's default.
  private static final String MASQUERADE_MARK = "0x4000";

  private final Table.Builder nat = new Table.Builder("nat");
  private final Table.Builder filter = new Table.Builder("filter");
  private final String podCidr;

  private IptablesRules(String podCidr) {
    this.podCidr = podCidr;
  }

  /// The chains of both tables: `nat` first.
  ///
  /// @param podCidr where pods live; traffic to cluster addresses from elsewhere is masqueraded
  static List<Table> render(RuleSet rules, String podCidr) {
    var rendering = new IptablesRules(podCidr);
    rendering.fixedChains();
    rules.ports().forEach(rendering::servicePort);
    rendering.lastRules();
    return List.of(rendering.nat.build(), rendering.filter.build());
  }

  private void fixedChains() {
    nat.chain(SERVICES).chain(NODE_PORTS);
    nat.rule(MARK_MASQUERADE, "-j MARK --or-mark " + MASQUERADE_MARK);
    nat.rule(POSTROUTING, "-m mark ! --mark %1$s/%1$s -j RETURN".formatted(MASQUERADE_MARK));
    nat.rule(POSTROUTING, "-j MARK --xor-mark " + MASQUERADE_MARK);
    nat.rule(POSTROUTING, "-j MASQUERADE --random-fully");
    nat.rule(CANARY, CANARY_RULE);
    filter.chain(SERVICES).chain(EXTERNAL_SERVICES);
    filter.rule(FORWARD, "-m conntrack --ctstate INVALID -j DROP");
    filter.rule(FORWARD, "-m mark --mark %1$s/%1$s -j ACCEPT".formatted(MASQUERADE_MARK));
    filter.rule(FORWARD, "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    filter.rule(CANARY, CANARY_RULE);
  }

  /// Node ports come after everything else, because they match any address of the node.
  private void lastRules() {
    nat.rule(SERVICES, "-m addrtype --dst-type LOCAL -j " + NODE_PORTS);
  }

  private void servicePort(ServicePort port) {
    if (port.isDead()) {
      reject(port);
      return;
    }
    internalTraffic(port);
    if (port.hasExternalAddress()) {
      externalTraffic(port);
    }
  }

  private void internalTraffic(ServicePort port) {
    String clusterChain = ChainName.cluster(port);
    balance(port, clusterChain, port.cluster());
    var internal = port.internal();
    String chain = clusterChain;
    if (internal.localOnly()) {
      chain = ChainName.local(port);
      if (internal.endpoints().isEmpty()) {
        filter.rule(SERVICES, toAddress(port, port.clusterAddress()) + " -j DROP");
        return;
      }
      balance(port, chain, internal.endpoints());
    }
    nat.rule(
        SERVICES,
        comment(port, "cluster IP") + toAddress(port, port.clusterAddress()) + " -j " + chain);
  }

  private void externalTraffic(ServicePort port) {
    String chain = ChainName.external(port);
    var external = port.external();
    if (external.localOnly()) {
      externalLocal(port, chain);
    } else {
      nat.rule(chain, "-j " + MARK_MASQUERADE);
      nat.rule(chain, "-j " + ChainName.cluster(port));
    }
    for (String address : port.externalAddresses()) {
      nat.rule(SERVICES, comment(port, "external IP") + toAddress(port, address) + " -j " + chain);
    }
    if (port.nodePort() != 0) {
      nat.rule(
          NODE_PORTS, comment(port, "node port") + toPort(port, port.nodePort()) + " -j " + chain);
    }
  }

  /// With the `Local` policy the client's address is kept, but pods and the node itself may use any
  /// endpoint.
  private void externalLocal(ServicePort port, String chain) {
    if (!podCidr.isEmpty()) {
      nat.rule(chain, "-s " + podCidr + " -j " + ChainName.cluster(port));
    }
    nat.rule(chain, "-m addrtype --src-type LOCAL -j " + MARK_MASQUERADE);
    nat.rule(chain, "-m addrtype --src-type LOCAL -j " + ChainName.cluster(port));
    var endpoints = port.external().endpoints();
    if (endpoints.isEmpty()) {
      port.externalAddresses()
          .forEach(
              address -> filter.rule(EXTERNAL_SERVICES, toAddress(port, address) + " -j DROP"));
      dropNodePort(port);
      return;
    }
    balance(port, ChainName.local(port), endpoints);
    nat.rule(chain, "-j " + ChainName.local(port));
  }

  private void dropNodePort(ServicePort port) {
    if (port.nodePort() != 0) {
      filter.rule(
          EXTERNAL_SERVICES,
          "-m addrtype --dst-type LOCAL " + toPort(port, port.nodePort()) + " -j DROP");
    }
  }

  private void balance(ServicePort port, String chain, List<Endpoint> endpoints) {
    if (nat.has(chain)) {
      return;
    }
    nat.chain(chain);
    if (!podCidr.isEmpty()) {
      nat.rule(
          chain,
          "! -s "
              + podCidr
              + " "
              + toAddress(port, port.clusterAddress())
              + " -j "
              + MARK_MASQUERADE);
    }
    port.affinity()
        .ifPresent(time ->
            endpoints.forEach(
                endpoint -> returningClients(port, chain, endpoint, time.toSeconds())));
    for (int i = 0; i < endpoints.size(); i++) {
      int left = endpoints.size() - i;
      String turn = left == 1 ? "" : "-m statistic --mode nth --every " + left + " --packet 0 ";
      nat.rule(
          chain,
          comment(port, endpoints.get(i).socket())
              + turn
              + "-j "
              + ChainName.endpoint(port, endpoints.get(i)));
    }
    endpoints.forEach(endpoint -> endpointChain(port, endpoint));
  }

  private void returningClients(ServicePort port, String chain, Endpoint endpoint, long seconds) {
    String target = ChainName.endpoint(port, endpoint);
    nat.rule(
        chain,
        "-m recent --name %1$s --rcheck --seconds %2$d --reap -j %1$s".formatted(target, seconds));
  }

  /// A pod that reaches itself through a service is masqueraded, or it would answer itself
  /// directly.
  private void endpointChain(ServicePort port, Endpoint endpoint) {
    String chain = ChainName.endpoint(port, endpoint);
    if (nat.has(chain)) {
      return;
    }
    nat.rule(chain, "-s " + endpoint.address() + " -j " + MARK_MASQUERADE);
    String remember = port.affinity().isPresent() ? "-m recent --name " + chain + " --set " : "";
    nat.rule(
        chain,
        comment(port, "endpoint")
            + remember
            + "-p "
            + port.protocol().lowerCase()
            + " -j DNAT --to-destination "
            + endpoint.socket());
  }

  private void reject(ServicePort port) {
    String because = comment(port, "has no endpoints");
    filter.rule(SERVICES, because + toAddress(port, port.clusterAddress()) + " -j REJECT");
    for (String address : port.externalAddresses()) {
      filter.rule(EXTERNAL_SERVICES, because + toAddress(port, address) + " -j REJECT");
    }
    if (port.nodePort() != 0) {
      filter.rule(
          EXTERNAL_SERVICES,
          because + "-m addrtype --dst-type LOCAL " + toPort(port, port.nodePort()) + " -j REJECT");
    }
  }

  private static String toAddress(ServicePort port, String address) {
    return "-d " + address + "/32 " + toPort(port, port.port());
  }

  private static String toPort(ServicePort port, int number) {
    String protocol = port.protocol().lowerCase();
    return "-p %1$s -m %1$s --dport %2$d".formatted(protocol, number);
  }

  private static String comment(ServicePort port, String text) {
    return "-m comment --comment \"" + port.id() + " " + text + "\" ";
  }
}
