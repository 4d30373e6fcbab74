package dev.coxswain.apiserver.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dev.coxswain.api.apidiscovery.v2.APIGroupDiscovery;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.request.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `/api`, `/apis` and what is below them, down to the resources of a version.
public final class DiscoveryEndpoint implements Endpoint {
  private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final LegacyDocuments legacy;
  private final AggregatedDocuments aggregated;
  private final OtherGroups others;
  private final String address;

  /// @param others groups that are served, but not from the scheme
  /// @param address by which clients reach the server, as `HOST:PORT`
  public DiscoveryEndpoint(Scheme scheme, List<APIGroupDiscovery> others, String address) {
    this.legacy = new LegacyDocuments(scheme);
    this.aggregated = new AggregatedDocuments(scheme);
    this.others = new OtherGroups(others);
    this.address = address;
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    var parts = Arrays.stream(call.path().split("/")).filter(part -> !part.isEmpty()).toList();
    return switch (parts.isEmpty() ? "" : parts.getFirst()) {
      case "api" -> core(call, parts);
      case "apis" -> groups(call, parts);
      default -> Optional.empty();
    };
  }

  private Optional<HttpReply> core(HttpCall call, List<String> parts) {
    return switch (parts.size()) {
      case 1 ->
          Optional.of(
              wantsAggregated(call)
                  ? aggregated(call, aggregated.core())
                  : plain(call, legacy.coreVersions(address)));
      case 2 -> legacy.resources(new GroupVersion("", parts.get(1))).map(list -> plain(call, list));
      default -> Optional.empty();
    };
  }

  private Optional<HttpReply> groups(HttpCall call, List<String> parts) {
    return switch (parts.size()) {
      case 1 ->
          Optional.of(
              wantsAggregated(call)
                  ? aggregated(call, others.and(aggregated.groups()))
                  : plain(call, others.and(legacy.groups())));
      case 2 ->
          legacy
              .group(parts.get(1))
              .or(() -> others.group(parts.get(1)))
              .map(group -> plain(call, group));
      case 3 ->
          legacy
              .resources(new GroupVersion(parts.get(1), parts.get(2)))
              .or(() -> others.resources(new GroupVersion(parts.get(1), parts.get(2))))
              .map(list -> plain(call, list));
      default -> Optional.empty();
    };
  }

  private static boolean wantsAggregated(HttpCall call) {
    return clauses(call).stream().anyMatch(DiscoveryEndpoint::isAggregated);
  }

  private static boolean isAggregated(String clause) {
    return clause.contains("as=APIGroupDiscoveryList")
        && clause.contains("g=apidiscovery.k8s.io")
        && Arrays.asList(clause.split(";")).contains("v=v2");
  }

  private static HttpReply aggregated(HttpCall call, Message document) {
    var type = mediaType(clauses(call).stream().filter(DiscoveryEndpoint::isAggregated));
    return Documents.tagged(
        call, HttpReply.of(200, type.text() + AGGREGATED, encoded(document, type)));
  }

  private static HttpReply plain(HttpCall call, Message document) {
    var type = mediaType(clauses(call).stream());
    return HttpReply.of(200, type.text(), encoded(document, type));
  }

  /// What the first clause asks for that asks for something we have, or else JSON.
  private static MediaType mediaType(Stream<String> clauses) {
    return clauses
        .map(clause -> clause.split(";", 2)[0])
        .flatMap(
            wanted -> Arrays.stream(MediaType.values()).filter(type -> type.text().equals(wanted)))
        .findFirst()
        .orElse(MediaType.JSON);
  }

  private static byte[] encoded(Message document, MediaType type) {
    return switch (type) {
      case JSON -> JsonCodec.toJson(document);
      case YAML -> YamlCodec.toYaml(document).getBytes(UTF_8);
      case PROTOBUF -> WireCodec.envelope(Scheme.kubernetes().kindOf(document), document);
    };
  }

  private static List<String> clauses(HttpCall call) {
    return Arrays.stream(call.joined("accept").replace(" ", "").split(",")).toList();
  }
}
