package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.authn.Authentication;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.discovery.DiscoveryEndpoint;
import dev.coxswain.apiserver.discovery.VersionEndpoint;
import dev.coxswain.apiserver.flow.PlainLimits;
import dev.coxswain.apiserver.http.HttpServer;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.proxy.Connector;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.CacheLookup;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The way of a request over a real socket: front, pipeline, cache and a storage in memory.
class RestServerTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Deadlines DEADLINES = new Deadlines();

  private static InMemoryStorage storage;
  private static ClusterCache cache;
  private static HttpServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    storage = new InMemoryStorage();
    cache = ClusterCache.start(storage, CLOCK);
    var strategies = Catalog.strategies();
    var pipeline =
        RequestPipeline.builder()
            .storage(storage, cache)
            .strategies(strategies)
            .authorizer(_ -> Decision.allow(""))
            .clock(CLOCK)
            .random(new Random(1))
            .build();
    Authenticator everybody = _ -> new Authentication.Known(UserInfo.of("jane"), List.of());
    var handler =
        new RestHandler(
            everybody,
            a ->
                a.resource().equals("secrets") || a.verb().equals("impersonate")
                    ? Decision.deny("")
                    : Decision.allow(""),
            pipeline,
            new Connector(
                new CacheLookup(cache, storage),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            List.of(
                new DiscoveryEndpoint(Scheme.kubernetes(), List.of(), "127.0.0.1:6443"),
                new VersionEndpoint()),
            strategies,
            new PlainLimits(10, 10),
            new RequestDeadlines(DEADLINES, Duration.ofSeconds(30)),
            new RequestMetrics(new SimpleMeterRegistry()),
            CLOCK);
    server =
        HttpServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), handler);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    cache.close();
    storage.close();
    DEADLINES.close();
  }

  @Test
  void whereMethodsAreRoutedHeadIsNone() throws Exception {
    send(post(CONFIG_MAPS, configMap("head", "1")));
    for (var path : List.of(CONFIG_MAPS, CONFIG_MAPS + "/head", "/api/v1", "/apis", "/version")) {
      var reply = send(request(path).method("HEAD", BodyPublishers.noBody()));
      assertThat(reply.statusCode()).as(path).isEqualTo(405);
    }
    var secret = request("/api/v1/namespaces/default/secrets/s");
    assertThat(send(secret.method("HEAD", BodyPublishers.noBody())).statusCode()).isEqualTo(403);
  }

  @Test
  void discoveryIsOnlyRead() throws Exception {
    for (var path : List.of("/api", "/api/v1", "/apis", "/apis/apps/v1", "/version")) {
      assertThat(send(post(path, "{}")).statusCode()).as(path).isEqualTo(405);
    }
    assertThat(send(post("/apis/none/v1", "{}")).statusCode()).isEqualTo(404);
  }

  @Test
  void optionsOfADeletionAreNothingElse() throws Exception {
    send(post(CONFIG_MAPS, configMap("options", "1")));
    var wrong = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}";
    var refused =
        send(request(CONFIG_MAPS + "/options").method("DELETE", BodyPublishers.ofString(wrong)));
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(tree(refused).at("/message").asText())
        .isEqualTo(
            "no kind \"Pod\" is registered for version \"v1\" in scheme"
                + " \"pkg/apis/meta/internalversion/scheme/register.go:27\"");
    var anyVersion = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"apps/v9\"}";
    var done =
        send(
            request(CONFIG_MAPS + "/options")
                .method("DELETE", BodyPublishers.ofString(anyVersion)));
    assertThat(done.statusCode()).isEqualTo(200);
  }

  @Test
  void groupsAloneAreNobody() throws Exception {
    var refused = send(request(CONFIG_MAPS).header("Impersonate-Group", "devs").GET());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(tree(refused).at("/message").asText())
        .isEqualTo(
            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"devs\"},"
                + " Extra:map[string][]string(nil)} without impersonating a user name");
  }

  @Test
  void nonsenseIsNoTimeForAnyRead() throws Exception {
    send(post(CONFIG_MAPS, configMap("timed", "1")));
    for (var read : List.of("/timed?timeout=soon", "/timed?resourceVersion=0&timeout=soon")) {
      assertThat(send(get(CONFIG_MAPS + read)).statusCode()).as(read).isEqualTo(400);
    }
  }

  @Test
  void createsReadsAndDeletes() throws Exception {
    var created = send(post(CONFIG_MAPS, configMap("crd", "1")));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body())
        .startsWith("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",")
        .endsWith("}\n");
    assertThat(created.headers().firstValue("Audit-Id")).isPresent();
    assertThat(created.headers().firstValue("Cache-Control")).hasValue("no-cache, private");

    assertThat(tree(send(get(CONFIG_MAPS + "/crd"))).at("/data/k").asText()).isEqualTo("1");
    assertThat(send(request(CONFIG_MAPS + "/crd").DELETE()).statusCode()).isEqualTo(200);

    var gone = send(get(CONFIG_MAPS + "/crd"));
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(tree(gone).at("/message").asText()).isEqualTo("configmaps \"crd\" not found");
  }

  @Test
  void aListIsItsItemsWithoutTheirKinds() throws Exception {
    send(post(CONFIG_MAPS, configMap("list-a", "1")));
    send(post(CONFIG_MAPS, configMap("list-b", "2")));
    var list = tree(send(get(CONFIG_MAPS + "?fieldSelector=metadata.name%3Dlist-b")));
    assertThat(list.at("/kind").asText()).isEqualTo("ConfigMapList");
    assertThat(list.at("/metadata/resourceVersion").asText()).isNotEmpty();
    assertThat(list.at("/items")).hasSize(1);
    assertThat(list.at("/items/0/kind").isMissingNode()).isTrue();
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("list-b");
  }

  @Test
  void eventsAreNotToldInYaml() throws Exception {
    var response = send(request(CONFIG_MAPS + "?watch=true").header("Accept", "application/yaml"));
    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body())
        .contains("only the following media types are accepted: application/json;stream=watch,");
  }

  @Test
  void anOldPathNamesOneObject() throws Exception {
    var path = "/api/v1/watch/namespaces/default/configmaps/one?timeoutSeconds=1&fieldSelector=";
    assertThat(send(request(path + "metadata.name%3Done").GET()).statusCode()).isEqualTo(200);
    assertThat(tree(send(request(path + "metadata.name%3Dtwo").GET())).at("/message").asText())
        .isEqualTo("fieldSelector metadata.name doesn't match requested name");
  }

  @Test
  void aListInProtobufHoldsTheSame() throws Exception {
    send(post(CONFIG_MAPS, configMap("proto", "1")));
    var response =
        client.send(
            request(CONFIG_MAPS + "?fieldSelector=metadata.name%3Dproto")
                .header("Accept", "application/vnd.kubernetes.protobuf")
                .build(),
            BodyHandlers.ofByteArray());
    var unknown = WireCodec.parseEnvelope(response.body());
    assertThat(unknown.getTypeMeta().getKind()).isEqualTo("ConfigMapList");
    var list = dev.coxswain.api.core.v1.ConfigMapList.parseFrom(unknown.getRaw());
    assertThat(list.getItemsList())
        .extracting(c -> c.getMetadata().getName())
        .containsExactly("proto");
  }

  @Test
  void aTableHasColumnsAndCells() throws Exception {
    send(post(CONFIG_MAPS, configMap("table", "1")));
    var table =
        tree(
            send(
                request(CONFIG_MAPS + "/table")
                    .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")));
    assertThat(table.at("/kind").asText()).isEqualTo("Table");
    assertThat(table.at("/columnDefinitions/0/name").asText()).isEqualTo("Name");
    assertThat(table.at("/rows/0/cells/0").asText()).isEqualTo("table");
    assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
  }

  @Test
  void aWatchDeliversLines() throws Exception {
    var watch =
        client.send(
            get(CONFIG_MAPS + "?watch=1&fieldSelector=metadata.name%3Dwatched&timeoutSeconds=30")
                .build(),
            BodyHandlers.ofInputStream());
    assertThat(watch.statusCode()).isEqualTo(200);
    send(post(CONFIG_MAPS, configMap("watched", "1")));
    try (var lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      var event = JsonCodec.parse(lines.readLine().getBytes(StandardCharsets.UTF_8));
      assertThat(event.at("/type").asText()).isEqualTo("ADDED");
      assertThat(event.at("/object/kind").asText()).isEqualTo("ConfigMap");
      send(request(CONFIG_MAPS + "/watched").DELETE());
      assertThat(lines.readLine()).startsWith("{\"type\":\"DELETED\"");
    }
  }

  @Test
  void unknownFieldsAreWarnedAbout() throws Exception {
    var response =
        send(post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"warned\"},\"spec\":{\"foo\":1}}"));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().allValues("Warning"))
        .containsExactly("299 - \"unknown field \\\"spec\\\"\"");
  }

  @Test
  void largeAnswersAreCompressedForWhoAcceptsIt() throws Exception {
    send(post(CONFIG_MAPS, configMap("large", "x".repeat(200_000))));
    var response =
        client.send(
            request(CONFIG_MAPS + "/large").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (var body = new GZIPInputStream(response.body())) {
      assertThat(JsonCodec.parse(body.readAllBytes()).at("/data/k").asText()).hasSize(200_000);
    }
  }

  @Test
  void tooLargeABodyIsRefused() throws Exception {
    var response = send(post(CONFIG_MAPS, configMap("huge", "x".repeat(3 * 1024 * 1024))));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(tree(response).at("/message").asText())
        .isEqualTo("Request entity too large: limit is 3145728");
  }

  @Test
  void unknownPathsAreRefusedAsUpstreamDoes() throws Exception {
    assertThat(send(get("/nothing/here")).body()).isEqualTo("404 page not found\n");
    assertThat(send(get("/apis/none.example.com/v1/things")).body())
        .isEqualTo("404 page not found\n");
    var gizmos = tree(send(get("/api/v1/namespaces/default/gizmos")));
    assertThat(gizmos.at("/message").asText())
        .isEqualTo("the server could not find the requested resource");
    assertThat(gizmos.at("/details").isObject()).isTrue();
  }

  @Test
  void whoMayNotDoesNotLearnWhatIsWrong() throws Exception {
    var response = send(get("/api/v1/namespaces/default/secrets?limit=x"));
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void impersonationIsARightOfItsOwn() throws Exception {
    var response = send(request(CONFIG_MAPS).header("Impersonate-User", "joe"));
    assertThat(tree(response).at("/message").asText())
        .isEqualTo(
            "users \"joe\" is forbidden: User \"jane\" cannot impersonate resource \"users\" in API"
                + " group \"\" at the cluster scope");
  }

  @Test
  void discoveryIsTaggedAndNotSentTwice() throws Exception {
    var aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    var first = send(request("/apis").header("Accept", aggregated));
    assertThat(first.headers().firstValue("Content-Type")).hasValue(aggregated);
    assertThat(tree(first).at("/items/0/metadata/name").asText())
        .isEqualTo("apiregistration.k8s.io");
    var tag = first.headers().firstValue("ETag").orElseThrow();
    var second = send(request("/apis").header("Accept", aggregated).header("If-None-Match", tag));
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void requestsInARowShareAConnectionAndKeepTheirOrder() throws Exception {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
      var head = " HTTP/1.1\r\nHost: a\r\n\r\n";
      socket
          .getOutputStream()
          .write(
              ("GET /api" + head + "GET /nothing" + head + "GET /apis/apps" + head)
                  .getBytes(StandardCharsets.US_ASCII));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var seen = new StringBuilder();
      while (!seen.toString().contains("\"APIGroup\"")) {
        seen.append((char) lines.read());
      }
      var text = seen.toString();
      assertThat(text.indexOf("APIVersions")).isLessThan(text.indexOf("404 page not found"));
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder get(String target) {
    return request(target).GET();
  }

  private static HttpRequest.Builder post(String target, String json) {
    return request(target)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
        .timeout(Duration.ofSeconds(30));
  }

  private static String configMap(String name, String value) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}"
        .formatted(name, value);
  }

  private static JsonNode tree(HttpResponse<String> response) {
    return JsonCodec.parse(response.body().getBytes(StandardCharsets.UTF_8));
  }
}
