package dev.coxswain.kubeproxy.dns;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The names of one cluster domain at one moment. Immutable; made anew when a service or slice
/// changes.
final class Zone {
  private static final String SPECIFICATION_VERSION = "1.1.0";
  private static final Pattern DASHED_ADDRESS =
      Pattern.compile("(\\d{1,3})-(\\d{1,3})-(\\d{1,3})-(\\d{1,3})");
  private static final String REVERSE = ".in-addr.arpa";

  private final String domain;
  private final Map<String, List<Answer.Data>> names;

  private Zone(String domain, Map<String, List<Answer.Data>> names) {
    this.domain = domain;
    this.names = names;
  }

  /// @param domain such as `cluster.local`
  static Zone of(String domain, List<Service> services, List<EndpointSlice> slices) {
    var names = new ZoneBuilder(domain);
    names.addText("dns-version." + domain, SPECIFICATION_VERSION);
    services.forEach(service -> names.addService(service, slicesOf(service, slices)));
    return new Zone(domain, names.build());
  }

  private static List<EndpointSlice> slicesOf(Service service, List<EndpointSlice> slices) {
    var metadata = service.getMetadata();
    return slices.stream()
        .filter(slice -> slice.getMetadata().getNamespace().equals(metadata.getNamespace()))
        .filter(slice ->
            metadata
                .getName()
                .equals(slice.getMetadata().getLabelsMap().get("kubernetes.io/service-name")))
        .toList();
  }

  String domain() {
    return domain;
  }

  /// @param name any case, with or without the last dot
  Answer answer(String name, QueryType type) {
    String wanted = normalize(name);
    var records = names.get(wanted);
    if (records != null) {
      return new Answer.Found(chase(records.stream().filter(type::wants).toList(), type));
    }
    if (!holds(wanted)) {
      return new Answer.NotOurs();
    }
    return podAddress(wanted)
        .<Answer>map(data -> new Answer.Found(type.wants(data) ? List.of(data) : List.of()))
        .orElseGet(
            () -> hasNamesBelow(wanted) ? new Answer.Found(List.of()) : new Answer.NoSuchName());
  }

  /// The name in somebody else's zone at which an answer ends; empty when the answer is complete.
  Optional<String> continuesAt(Answer.Found found, QueryType type) {
    if (!type.followsAliases() || found.records().isEmpty()) {
      return Optional.empty();
    }
    return found.records().getLast() instanceof Answer.Data.Alias(_, var target) && !holds(target)
        ? Optional.of(target)
        : Optional.empty();
  }

  private boolean holds(String name) {
    return name.equals(domain) || name.endsWith("." + domain);
  }

  /// An alias inside the zone is answered together with what it leads to.
  private List<Answer.Data> chase(List<Answer.Data> found, QueryType type) {
    if (!type.followsAliases()) {
      return found;
    }
    List<Answer.Data> all = new ArrayList<>(found);
    for (var data : found) {
      if (data instanceof Answer.Data.Alias alias) {
        names.getOrDefault(alias.target(), List.of()).stream()
            .filter(type::wants)
            .forEach(all::add);
      }
    }
    return all;
  }

  /// `10-244-0-5.NAMESPACE.pod.DOMAIN` means what it says, whether such a pod exists or not.
  private Optional<Answer.Data> podAddress(String name) {
    String suffix = ".pod." + domain;
    if (!name.endsWith(suffix)) {
      return Optional.empty();
    }
    String[] labels = name.substring(0, name.length() - suffix.length()).split("\\.", -1);
    if (labels.length != 2 || labels[1].isEmpty()) {
      return Optional.empty();
    }
    var matcher = DASHED_ADDRESS.matcher(labels[0]);
    return matcher.matches()
        ? Optional.of(new Answer.Data.A(name, labels[0].replace('-', '.')))
        : Optional.empty();
  }

  private boolean hasNamesBelow(String name) {
    return names.keySet().stream().anyMatch(known -> known.endsWith("." + name));
  }

  static String normalize(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// Collects records by name, each once.
  static final class ZoneBuilder {
    private final String domain;
    private final Map<String, List<Answer.Data>> names = new HashMap<>();

    ZoneBuilder(String domain) {
      this.domain = domain;
    }

    void addText(String name, String text) {
      add(new Answer.Data.Txt(name, text));
    }

    void addService(Service service, List<EndpointSlice> slices) {
      var spec = service.getSpec();
      String name =
          "%s.%s.svc.%s"
              .formatted(
                  service.getMetadata().getName(), service.getMetadata().getNamespace(), domain);
      if (spec.getType().equals("ExternalName")) {
        add(new Answer.Data.Alias(name, normalize(spec.getExternalName())));
      } else if (spec.getClusterIP().equals("None")) {
        slices.forEach(slice -> addHeadless(name, slice));
      } else if (!spec.getClusterIP().isEmpty()) {
        addClusterAddress(name, service);
      }
    }

    private void addClusterAddress(String name, Service service) {
      String address = service.getSpec().getClusterIP();
      add(new Answer.Data.A(name, address));
      add(new Answer.Data.Ptr(reverse(address), name));
      for (var port : service.getSpec().getPortsList()) {
        addPort(name, port.getName(), port.getProtocol(), port.getPort(), name);
      }
    }

    private void addHeadless(String name, EndpointSlice slice) {
      if (!slice.getAddressType().equals("IPv4")) {
        return;
      }
      for (var endpoint : slice.getEndpointsList()) {
        boolean ready = !endpoint.getConditions().hasReady() || endpoint.getConditions().getReady();
        if (ready && endpoint.getAddressesCount() > 0) {
          addHeadlessEndpoint(name, slice, endpoint.getAddresses(0), endpoint.getHostname());
        }
      }
    }

    private void addHeadlessEndpoint(
        String name, EndpointSlice slice, String address, String hostname) {
      String host = (hostname.isEmpty() ? address.replace('.', '-') : hostname) + "." + name;
      add(new Answer.Data.A(name, address));
      add(new Answer.Data.A(host, address));
      add(new Answer.Data.Ptr(reverse(address), host));
      for (var port : slice.getPortsList()) {
        addPort(name, port.getName(), port.getProtocol(), port.getPort(), host);
      }
    }

    private void addPort(String name, String port, String protocol, int number, String target) {
      if (!port.isEmpty()) {
        String transport = protocol.isEmpty() ? "tcp" : protocol.toLowerCase(Locale.ROOT);
        add(new Answer.Data.Srv("_%s._%s.%s".formatted(port, transport, name), number, target));
      }
    }

    private void add(Answer.Data data) {
      var records = names.computeIfAbsent(data.name(), _ -> new ArrayList<>());
      if (!records.contains(data)) {
        records.add(data);
      }
    }

    private static String reverse(String address) {
      String[] parts = address.split("\\.", -1);
      return "%s.%s.%s.%s%s".formatted(parts[3], parts[2], parts[1], parts[0], REVERSE);
    }

    Map<String, List<Answer.Data>> build() {
      return Map.copyOf(names);
    }
  }
}
