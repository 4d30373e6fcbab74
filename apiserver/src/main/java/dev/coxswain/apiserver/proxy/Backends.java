package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.Lookup;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where `pods/[scheme:]name[:port]/proxy` and the same of services lead.
final class Backends {
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private Backends() {}

  private record Name(String scheme, String name, String port) {
    static Name parse(String text) {
      var parts = text.split(":", -1);
      return switch (parts.length) {
        case 1 -> new Name("http", parts[0], "");
        case 2 -> new Name("http", parts[0], parts[1]);
        default -> new Name(parts[0].isEmpty() ? "http" : parts[0], parts[1], parts[2]);
      };
    }
  }

  static URI of(Lookup lookup, Connection connection, String query) {
    var name = Name.parse(connection.name());
    var authority =
        connection.resource().equals("pods")
            ? ofPod(lookup, connection.namespace(), name)
            : ofService(lookup, connection.namespace(), name);
    return URI.create(
        name.scheme()
            + "://"
            + authority
            + path(connection.path())
            + (query.isEmpty() ? "" : "?" + query));
  }

  static String path(List<String> segments) {
    return segments.stream()
        .map(s -> URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String ofPod(Lookup lookup, String namespace, Name name) {
    var pod =
        lookup
            .get(Pod.class, new ObjectKey(namespace, name.name()))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("pods", name.name())));
    if (pod.getStatus().getPodIP().isEmpty()) {
      throw Containers.badRequest("address not allowed");
    }
    var port =
        pod.getSpec().getContainersList().stream()
            .flatMap(container -> container.getPortsList().stream())
            .filter(p -> name.port().isEmpty() || p.getName().equals(name.port()))
            .map(p -> Integer.toString(p.getContainerPort()))
            .findFirst();
    var number = name.port().matches("[0-9]+") ? Optional.of(name.port()) : port;
    return host(pod.getStatus().getPodIP()) + number.map(n -> ":" + n).orElse("");
  }

  private static String ofService(Lookup lookup, String namespace, Name name) {
    var service =
        lookup
            .get(Service.class, new ObjectKey(namespace, name.name()))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("services", name.name())));
    var ports = service.getSpec().getPortsList();
    var port =
        ports.stream()
            .filter(p ->
                name.port().isEmpty()
                    ? ports.size() == 1
                    : p.getName().equals(name.port())
                        || Integer.toString(p.getPort()).equals(name.port()))
            .findFirst()
            .orElseThrow(() ->
                unavailable(
                    "no service port \"%s\" found for service \"%s\""
                        .formatted(name.port(), name.name())));
    return lookup.list(EndpointSlice.class, namespace).stream()
        .filter(slice -> name.name().equals(slice.getMetadata().getLabelsMap().get(SERVICE_LABEL)))
        .flatMap(slice ->
            slice.getPortsList().stream()
                .filter(p -> p.getName().equals(port.getName()))
                .flatMap(p ->
                    slice.getEndpointsList().stream()
                        .filter(e -> !e.getConditions().hasReady() || e.getConditions().getReady())
                        .flatMap(e -> e.getAddressesList().stream())
                        .map(address -> host(address) + ":" + p.getPort())))
        .findFirst()
        .orElseThrow(
            () -> unavailable("no endpoints available for service \"%s\"".formatted(name.name())));
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static ApiException unavailable(String message) {
    return ApiException.of(new Refusal.ServiceUnavailable(message));
  }
}
