package dev.coxswain.apiserver.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.api.apidiscovery.v2.APIGroupDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIResourceDiscovery;
import dev.coxswain.api.apidiscovery.v2.APIVersionDiscovery;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.GroupVersionKind;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.registry.Lookup;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `/apis/metrics.k8s.io/v1beta1`: what nodes and pods use. Read only, and always as of the last
/// time that their kubelets were asked.
public final class UsageEndpoint implements Endpoint {
  private static final String GROUP = UsageDocuments.GROUP;
  private static final String VERSION = UsageDocuments.VERSION;
  private static final List<String> PREFIX = List.of("apis", GROUP, VERSION);
  private static final String NODES = "NodeMetrics";
  private static final String PODS = "PodMetrics";

  private final Lookup lookup;
  private final UsageBoard board;

  public UsageEndpoint(Lookup lookup, UsageBoard board) {
    this.lookup = lookup;
    this.board = board;
  }

  /// What discovery tells of it.
  public static APIGroupDiscovery discovery() {
    var group = APIGroupDiscovery.newBuilder();
    group.getMetadataBuilder().setName(GROUP);
    return group
        .addVersions(
            APIVersionDiscovery.newBuilder()
                .setVersion(VERSION)
                .setFreshness("Current")
                .addResources(resource("nodes", "Cluster", NODES))
                .addResources(resource("pods", "Namespaced", PODS)))
        .build();
  }

  private static APIResourceDiscovery resource(String plural, String scope, String kind) {
    return APIResourceDiscovery.newBuilder()
        .setResource(plural)
        .setScope(scope)
        .setResponseKind(
            GroupVersionKind.newBuilder().setGroup(GROUP).setVersion(VERSION).setKind(kind))
        .addVerbs("get")
        .addVerbs("list")
        .build();
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    var path = Arrays.stream(call.path().split("/")).filter(part -> !part.isEmpty()).toList();
    if (path.size() <= PREFIX.size() || !path.subList(0, PREFIX.size()).equals(PREFIX)) {
      return Optional.empty();
    }
    if (!call.method().equals("GET")) {
      throw ApiException.of(new Refusal.MethodNotAllowed());
    }
    var rest = path.subList(PREFIX.size(), path.size());
    var inNamespace = rest.getFirst().equals("namespaces") && rest.size() > 2;
    var namespace = inNamespace ? rest.get(1) : "";
    var resource = inNamespace ? rest.subList(2, rest.size()) : rest;
    var wanted = Wanted.of(QueryParameters.parse(call.query()));
    return switch (resource.size()) {
      case 1 -> list(resource.getFirst(), namespace, wanted).flatMap(UsageEndpoint::json);
      case 2 -> one(resource.getFirst(), new ObjectKey(namespace, resource.getLast()));
      default -> Optional.empty();
    };
  }

  private Optional<ObjectNode> list(String resource, String namespace, Wanted wanted) {
    return switch (resource) {
      case "nodes" -> namespace.isEmpty() ? Optional.of(nodes(wanted)) : Optional.empty();
      case "pods" -> Optional.of(pods(namespace, wanted));
      default -> Optional.empty();
    };
  }

  private Optional<HttpReply> one(String resource, ObjectKey key) {
    boolean namespaced = !key.namespace().isEmpty();
    return switch (resource) {
      case "nodes" -> namespaced ? Optional.empty() : json(node(key.name()));
      case "pods" -> namespaced ? json(pod(key)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private record Wanted(Selector labels, FieldSelector fields) {
    static Wanted of(QueryParameters query) {
      try {
        return new Wanted(
            Selector.parse(query.text("labelSelector")),
            FieldSelector.parse(query.text("fieldSelector")));
      } catch (IllegalArgumentException e) {
        throw ApiException.of(new Refusal.BadRequest(e.getMessage()));
      }
    }

    boolean matches(Message object) {
      var metadata = Metadata.of(object);
      return labels.matches(metadata.getLabelsMap())
          && fields.matches(field ->
              switch (field) {
                case "metadata.name" -> metadata.getName();
                case "metadata.namespace" -> metadata.getNamespace();
                default -> "";
              });
    }
  }

  private ObjectNode nodes(Wanted wanted) {
    var usage = board.nodes();
    var list = UsageDocuments.list(NODES + "List");
    for (var node : lookup.list(Node.class, "")) {
      var used = usage.get(node.getMetadata().getName());
      if (used != null && wanted.matches(node)) {
        UsageDocuments.items(list).add(UsageDocuments.describe(node.getMetadata(), used));
      }
    }
    return list;
  }

  private ObjectNode node(String name) {
    var node = lookup.get(Node.class, new ObjectKey("", name));
    var used = Optional.ofNullable(board.nodes().get(name));
    if (node.isEmpty() || used.isEmpty()) {
      throw notFound("nodemetrics", name);
    }
    return UsageDocuments.headed(
        NODES, UsageDocuments.describe(node.get().getMetadata(), used.get()));
  }

  private ObjectNode pods(String namespace, Wanted wanted) {
    var usage = board.pods();
    var list = UsageDocuments.list(PODS + "List");
    for (var pod : lookup.list(Pod.class, namespace)) {
      var metadata = pod.getMetadata();
      var used = usage.get(new ObjectKey(metadata.getNamespace(), metadata.getName()));
      if (used != null && wanted.matches(pod)) {
        UsageDocuments.items(list).add(UsageDocuments.describe(metadata, used));
      }
    }
    return list;
  }

  private ObjectNode pod(ObjectKey key) {
    var pod = lookup.get(Pod.class, key);
    var used = Optional.ofNullable(board.pods().get(key));
    if (pod.isEmpty() || used.isEmpty()) {
      throw notFound("podmetrics", key.namespace() + "/" + key.name());
    }
    return UsageDocuments.headed(
        PODS, UsageDocuments.describe(pod.get().getMetadata(), used.get()));
  }

  private static ApiException notFound(String resource, String name) {
    return ApiException.of(new Refusal.NotFound(resource + "." + GROUP, name));
  }

  private static Optional<HttpReply> json(ObjectNode document) {
    return Optional.of(
        HttpReply.of(
            200, "application/json", document.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
