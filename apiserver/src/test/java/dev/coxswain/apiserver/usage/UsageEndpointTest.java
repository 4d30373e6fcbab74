package dev.coxswain.apiserver.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.testing.Shelf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageEndpointTest {
  private static final String PODS = "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods";

  private final Deque<String> answers = new ArrayDeque<>();
  private final Shelf lookup =
      Shelf.of(
          Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName("one")).build(),
          pod("web"),
          pod("db"));
  private final UsageBoard board =
      new UsageBoard(
          lookup,
          _ ->
              Optional.ofNullable(answers.poll())
                  .orElseThrow(() -> new IOException("the kubelet is gone")));
  private final UsageEndpoint endpoint = new UsageEndpoint(lookup, board);

  private static Pod pod(String name) {
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder().setName(name).setNamespace("default").putLabels("app", name))
        .build();
  }

  private void ask(int seconds, double cpu) {
    var text = new StringBuilder();
    long at = 1_767_225_600_000L + seconds * 1000L;
    for (var pod : List.of("web", "db")) {
      text.append(
          """
          container_cpu_usage_seconds_total{container="c",namespace="default",pod="%1$s"} %2$s %3$d
          container_memory_working_set_bytes{container="c",namespace="default",pod="%1$s"} 4096 %3$d
          """
              .formatted(pod, cpu, at));
    }
    text.append("node_cpu_usage_seconds_total %s %d\n".formatted(2 * cpu, at));
    text.append("node_memory_working_set_bytes 1048576 %d\n".formatted(at));
    answers.add(text.toString());
    board.step();
  }

  @Test
  void tellsTheAverageBetweenTheLastTwoTimes() {
    ask(0, 1);
    assertThat(get(PODS, "").path("items")).as("once is no average").isEmpty();
    ask(10, 2.5);
    assertThat(get(PODS, "").path("items")).hasSize(2);
    var web = get(PODS, "labelSelector=app%3Dweb").path("items");
    assertThat(web).hasSize(1);
    assertThat(web.get(0).toString())
        .isEqualTo(
            """
            {"metadata":{"name":"web","namespace":"default",\
            "creationTimestamp":"2026-01-01T00:00:10Z","labels":{"app":"web"}},\
            "timestamp":"2026-01-01T00:00:10Z","window":"10s",\
            "containers":[{"name":"c","usage":{"cpu":"150000000n","memory":"4Ki"}}]}\
            """);
    assertThat(get(PODS + "/db", "").path("kind").asText()).isEqualTo("PodMetrics");
    var node = get("/apis/metrics.k8s.io/v1beta1/nodes/one", "");
    assertThat(node.at("/usage/cpu").asText()).isEqualTo("300000000n");
    assertThat(node.at("/usage/memory").asText()).isEqualTo("1024Ki");
  }

  @Test
  void whoDoesNotAnswerIsNotShown() {
    ask(0, 1);
    ask(10, 2);
    board.step();
    assertThat(get(PODS, "").path("items")).isEmpty();
    assertThatThrownBy(() -> get(PODS + "/web", ""))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("podmetrics.metrics.k8s.io \"default/web\" not found");
  }

  @Test
  void otherPathsAreNotItsOwn() {
    for (var path : List.of("/apis/metrics.k8s.io/v1beta1", "/apis/apps/v1", PODS + "/web/log")) {
      assertThat(endpoint.serve(call(path, ""))).as(path).isEmpty();
    }
  }

  private JsonNode get(String path, String query) {
    return JsonCodec.parse(endpoint.serve(call(path, query)).orElseThrow().body());
  }

  private static HttpCall call(String path, String query) {
    return new HttpCall("GET", path, query, Map.of(), new byte[0], false, List.of(), "");
  }
}
