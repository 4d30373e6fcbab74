package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.Lookup;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where `pods/[scheme:]name[:port]/proxy` and the same of services lead.
final class Backends {
  private Backends() {}

  /// @param port a number, for services also a name; empty for the obvious one
  private record Name(String scheme, String name, String port) {
    private static final Set<String> SCHEMES = Set.of("", "http", "https");

    static Name parse(String text, String kind) {
      var parts = text.split(":", -1);
      var name =
          switch (parts.length) {
            case 1 -> new Name("", parts[0], "");
            case 2 -> new Name("", parts[0], parts[1]);
            case 3 -> new Name(parts[0], parts[1], parts[2]);
            default -> new Name("", "", "");
          };
      if (name.name().isEmpty() || !SCHEMES.contains(name.scheme())) {
        throw Containers.badRequest("invalid %s request \"%s\"".formatted(kind, text));
      }
      return name;
    }
  }

  static URI of(Lookup lookup, Connection connection, String query) {
    boolean toPod = connection.resource().equals("pods");
    var name = Name.parse(connection.name(), toPod ? "pod" : "service");
    var authority =
        toPod ? ofPod(lookup, connection.namespace(), name) : ofService(lookup, connection, name);
    return URI.create(
        (name.scheme().isEmpty() ? "http" : name.scheme())
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
    var ips = pod.getStatus().getPodIPsList();
    var address = ips.isEmpty() ? pod.getStatus().getPodIP() : ips.getFirst().getIp();
    if (!isProxyable(address)) {
      throw Containers.badRequest("address not allowed");
    }
    var port =
        pod.getSpec().getContainersList().stream()
            .flatMap(container -> container.getPortsList().stream())
            .map(p -> Integer.toString(p.getContainerPort()))
            .findFirst();
    var number = name.port().isEmpty() ? port : Optional.of(name.port());
    return host(address) + number.map(n -> ":" + n).orElse("");
  }

  /// Neither of this machine, nor of everybody on the link.
  private static boolean isProxyable(String address) {
    if (!Addresses.isValidIp(address).isEmpty()) {
      return false;
    }
    var ip = InetAddress.ofLiteral(address);
    return !ip.isLoopbackAddress()
        && !ip.isLinkLocalAddress()
        && !ip.isMulticastAddress()
        && !ip.isAnyLocalAddress()
        && !address.equals("255.255.255.255");
  }

  private static String ofService(Lookup lookup, Connection connection, Name name) {
    var port = portName(lookup, connection.namespace(), name);
    var endpoints =
        lookup
            .get(Endpoints.class, new ObjectKey(connection.namespace(), name.name()))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("endpoints", name.name())));
    if (endpoints.getSubsetsCount() == 0) {
      throw noEndpoints(name.name());
    }
    for (var subset : endpoints.getSubsetsList()) {
      for (var candidate : subset.getPortsList()) {
        if (candidate.getName().equals(port)) {
          for (var address : subset.getAddressesList()) {
            if (isPod(lookup, connection.namespace(), address)) {
              return host(address.getIp()) + ":" + candidate.getPort();
            }
          }
        }
      }
    }
    throw noEndpoints(connection.name());
  }

  /// The name under which endpoints have the port.
  private static String portName(Lookup lookup, String namespace, Name name) {
    if (!name.port().matches("[+-]?[0-9]+")) {
      return name.port();
    }
    var service =
        lookup
            .get(Service.class, new ObjectKey(namespace, name.name()))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("services", name.name())));
    var number = new BigInteger(name.port());
    return service.getSpec().getPortsList().stream()
        .filter(p -> BigInteger.valueOf(p.getPort()).equals(number))
        .findFirst()
        .map(ServicePort::getName)
        .orElseThrow(() ->
            unavailable(
                "no service port %s found for service \"%s\"".formatted(number, name.name())));
  }

  /// Only what is known to be a pod of the namespace is connected to: endpoints can be written by
  /// anybody.
  private static boolean isPod(Lookup lookup, String namespace, EndpointAddress address) {
    return address.hasTargetRef()
        && address.getTargetRef().getNamespace().equals(namespace)
        && lookup
            .get(Pod.class, new ObjectKey(namespace, address.getTargetRef().getName()))
            .filter(pod ->
                pod.getStatus().getPodIPsList().stream()
                    .anyMatch(ip -> ip.getIp().equals(address.getIp())))
            .isPresent();
  }

  private static ApiException noEndpoints(String service) {
    return unavailable("no endpoints available for service \"%s\"".formatted(service));
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static ApiException unavailable(String message) {
    return ApiException.of(new Refusal.ServiceUnavailable(message));
  }
}
