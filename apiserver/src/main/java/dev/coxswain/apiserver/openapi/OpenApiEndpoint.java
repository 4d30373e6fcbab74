package dev.coxswain.apiserver.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.openapi.OpenApi;
import dev.coxswain.apiserver.discovery.Documents;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.QueryParameters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// `/openapi/v2` and `/openapi/v3`. A document is made when it is first asked for, and kept.
public final class OpenApiEndpoint implements Endpoint {
  private static final String V2 = "/openapi/v2";
  private static final String V3 = "/openapi/v3";
  private static final String JSON = "application/json";
  private static final String V2_PROTOBUF =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
  private static final String V2_PROTOBUF_OLD =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  /// A document whose hash is in the URL never changes.
  private static final String FOR_EVER = "public, immutable";

  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    var path = call.path();
    if (path.equals(V2)) {
      return Optional.of(v2(call));
    }
    if (path.equals(V3) || path.equals(V3 + "/")) {
      return Optional.of(HttpReply.of(200, JSON, index()));
    }
    return path.startsWith(V3 + "/") ? v3(call, path.substring(V3.length() + 1)) : Optional.empty();
  }

  private HttpReply v2(HttpCall call) {
    var accept = call.joined("accept");
    if (accept.contains(V2_PROTOBUF) || accept.contains(V2_PROTOBUF_OLD)) {
      return Documents.tagged(
          call, HttpReply.of(200, V2_PROTOBUF, kept("v2 protobuf", OpenApi::v2Protobuf)));
    }
    return Documents.tagged(call, HttpReply.of(200, JSON, kept("v2", OpenApi::v2)));
  }

  private Optional<HttpReply> v3(HttpCall call, String name) {
    if (!OpenApi.v3Index().contains(name)) {
      return Optional.empty();
    }
    var document = document(name);
    var reply = Documents.tagged(call, HttpReply.of(200, JSON, document));
    var hash = QueryParameters.parse(call.query()).text("hash");
    if (hash.isEmpty()) {
      return Optional.of(reply);
    }
    return Optional.of(
        hash.equals(Documents.hash(document))
            ? reply.with("Cache-Control", FOR_EVER)
            : new HttpReply(301, reply.headers(), new byte[0]).with("Location", url(name)));
  }

  private byte[] index() {
    var paths = JsonNodeFactory.instance.objectNode();
    for (var name : OpenApi.v3Index()) {
      paths.putObject(name).put("serverRelativeURL", url(name));
    }
    var index = JsonNodeFactory.instance.objectNode();
    index.set("paths", paths);
    return JsonCodec.toJson(index);
  }

  private String url(String name) {
    return V3 + "/" + name + "?hash=" + Documents.hash(document(name));
  }

  private byte[] document(String name) {
    return kept(name, () -> OpenApi.v3(name));
  }

  private byte[] kept(String name, Supplier<byte[]> make) {
    return documents.computeIfAbsent(name, _ -> make.get());
  }
}
