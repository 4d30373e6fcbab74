package dev.coxswain.kubeproxy.rules;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns services and endpoint slices into the rules of one node.
///
/// Which services are proxied and what traffic policies mean follows the Service documentation;
/// endpoints that terminate serve on while no other is ready (KEP-1669).
public final class RuleSetPlanner {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
  private static final String HEADLESS = "service.kubernetes.io/headless";
  private static final String REWRITTEN_BY_BALANCER = "Proxy";
  private static final int DEFAULT_AFFINITY_SECONDS = 10_800;

  /// Everything one decision may look at.
  ///
  /// @param nodeName the node that the rules are for
  /// @param reserved cluster addresses that the node answers itself, such as its DNS
  public record View(
      String nodeName, List<String> reserved, List<Service> services, List<EndpointSlice> slices) {
    public View {
      reserved = List.copyOf(reserved);
      services = List.copyOf(services);
      slices = List.copyOf(slices);
    }
  }

  private final View view;
  private final Map<String, List<EndpointSlice>> slicesByService;

  private RuleSetPlanner(View view) {
    this.view = view;
    this.slicesByService =
        view.slices().stream()
            .filter(slice -> slice.getAddressType().equals("IPv4"))
            .filter(slice -> slice.getMetadata().containsLabels(SERVICE_NAME))
            .collect(Collectors.groupingBy(RuleSetPlanner::serviceOf));
  }

  /// The rules for a view, ordered by namespace, service and port.
  public static RuleSet plan(View view) {
    return new RuleSetPlanner(view).plan();
  }

  private RuleSet plan() {
    List<ServicePort> ports = new ArrayList<>();
    view.services().stream().filter(this::isProxied).forEach(service -> addPorts(service, ports));
    ports.sort(
        Comparator.comparing((ServicePort port) -> port.id().toString())
            .thenComparing(ServicePort::protocol));
    return new RuleSet(ports);
  }

  private boolean isProxied(Service service) {
    var spec = service.getSpec();
    var labels = service.getMetadata().getLabelsMap();
    return !spec.getType().equals("ExternalName")
        && !spec.getClusterIP().isEmpty()
        && !spec.getClusterIP().equals("None")
        && !view.reserved().contains(spec.getClusterIP())
        && !labels.containsKey(OTHER_PROXY)
        && !labels.containsKey(HEADLESS);
  }

  private void addPorts(Service service, List<ServicePort> ports) {
    for (var port : service.getSpec().getPortsList()) {
      Protocol.parse(port.getProtocol())
          .ifPresent(protocol -> ports.add(servicePort(service, port, protocol)));
    }
  }

  private ServicePort servicePort(
      Service service, dev.coxswain.api.core.v1.ServicePort port, Protocol protocol) {
    var spec = service.getSpec();
    var metadata = service.getMetadata();
    var usable = usableEndpoints(service, port.getName(), protocol);
    return new ServicePort(
        new ServicePort.Id(metadata.getNamespace(), metadata.getName(), port.getName()),
        protocol,
        spec.getClusterIP(),
        port.getPort(),
        port.getNodePort(),
        externalAddresses(service),
        affinity(service),
        targets(spec.getInternalTrafficPolicy(), usable),
        targets(spec.getExternalTrafficPolicy(), usable),
        serving(usable));
  }

  private static List<String> externalAddresses(Service service) {
    List<String> addresses = new ArrayList<>(service.getSpec().getExternalIPsList());
    if (service.getSpec().getType().equals("LoadBalancer")) {
      service.getStatus().getLoadBalancer().getIngressList().stream()
          .filter(ingress -> !ingress.getIpMode().equals(REWRITTEN_BY_BALANCER))
          .map(LoadBalancerIngress::getIp)
          .filter(ip -> !ip.isEmpty())
          .forEach(addresses::add);
    }
    return addresses.stream().filter(address -> !address.contains(":")).distinct().toList();
  }

  private static Optional<Duration> affinity(Service service) {
    var spec = service.getSpec();
    if (!spec.getSessionAffinity().equals("ClientIP")) {
      return Optional.empty();
    }
    var clientIp = spec.getSessionAffinityConfig().getClientIP();
    int seconds =
        clientIp.hasTimeoutSeconds() ? clientIp.getTimeoutSeconds() : DEFAULT_AFFINITY_SECONDS;
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static ServicePort.Targets targets(String policy, List<Candidate> candidates) {
    boolean localOnly = policy.equals("Local");
    var allowed =
        localOnly
            ? candidates.stream().filter(candidate -> candidate.endpoint().local()).toList()
            : candidates;
    return new ServicePort.Targets(serving(allowed), localOnly);
  }

  /// The ready ones; while there are none, those that still serve though they terminate.
  private static List<Endpoint> serving(List<Candidate> candidates) {
    var ready = candidates.stream().filter(Candidate::ready).map(Candidate::endpoint).toList();
    return ready.isEmpty() ? candidates.stream().map(Candidate::endpoint).toList() : ready;
  }

  /// An endpoint that is ready, or that terminates and still serves.
  private record Candidate(Endpoint endpoint, boolean ready) {}

  private List<Candidate> usableEndpoints(Service service, String portName, Protocol protocol) {
    var key = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    return slicesByService.getOrDefault(key, List.of()).stream()
        .flatMap(slice ->
            slice.getPortsList().stream()
                .filter(port -> port.getName().equals(portName) && port.hasPort())
                .filter(
                    port -> Protocol.parse(port.getProtocol()).filter(protocol::equals).isPresent())
                .flatMap(port -> candidates(slice, port.getPort())))
        .collect(Collectors.toMap(Candidate::endpoint, Candidate::ready, Boolean::logicalOr))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
        .toList();
  }

  private java.util.stream.Stream<Candidate> candidates(EndpointSlice slice, int port) {
    return slice.getEndpointsList().stream()
        .filter(endpoint -> endpoint.getAddressesCount() > 0)
        .filter(endpoint -> isReady(endpoint) || servesWhileTerminating(endpoint))
        .map(endpoint ->
            new Candidate(
                new Endpoint(
                    endpoint.getAddresses(0), port, endpoint.getNodeName().equals(view.nodeName())),
                isReady(endpoint)));
  }

  private static boolean isReady(dev.coxswain.api.discovery.v1.Endpoint endpoint) {
    return !endpoint.getConditions().hasReady() || endpoint.getConditions().getReady();
  }

  private static boolean servesWhileTerminating(dev.coxswain.api.discovery.v1.Endpoint endpoint) {
    return endpoint.getConditions().getServing() && endpoint.getConditions().getTerminating();
  }

  private static String serviceOf(EndpointSlice slice) {
    return slice.getMetadata().getNamespace()
        + "/"
        + slice.getMetadata().getLabelsOrThrow(SERVICE_NAME);
  }
}
