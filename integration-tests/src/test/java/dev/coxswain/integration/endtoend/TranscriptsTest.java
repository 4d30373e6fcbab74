package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Replays recorded conversations of the machine's kubectl with a real control plane: one test a
/// case.
@Tag("end-to-end")
class TranscriptsTest {
  private static final Path RUNNER = Path.of("transcripts", "run.py").toAbsolutePath();
  private static final Duration AT_MOST = Duration.ofMinutes(30);
  private static final Duration CONTROLLERS_WORK = Duration.ofMinutes(2);

  @TempDir Path folder;

  /// A case that fails is run once more: kubectl's own threads race when a timeout ends a watch.
  @TestFactory
  Stream<DynamicTest> cases() throws Exception {
    Map<String, JsonNode> results = run(List.of());
    List<String> failed =
        results.values().stream()
            .filter(one -> !one.path("ok").asBoolean())
            .map(one -> one.path("case").asText())
            .toList();
    if (!failed.isEmpty()) {
      results.putAll(run(failed));
    }
    return results.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> passes(one.getValue())));
  }

  private static void passes(JsonNode result) {
    assertThat(result.path("ok").asBoolean()).as(result.path("problems").toPrettyString()).isTrue();
  }

  /// @param selection the cases, all when empty
  private Map<String, JsonNode> run(List<String> selection) throws Exception {
    var cluster = LocalCluster.withNodes(0);
    cluster.until(CONTROLLERS_WORK, _ -> true, "get", "serviceaccount/default");
    Path report = folder.resolve("report.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                RUNNER.toString(),
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--json",
                report.toString()));
    selection.forEach(cases -> command.addAll(List.of("--only", cases)));
    var result = cluster.run(command, "", AT_MOST);
    assertThat(report).as(result.all()).exists();
    Map<String, JsonNode> results = new TreeMap<>();
    for (JsonNode one : new ObjectMapper().readTree(Files.readAllBytes(report))) {
      results.put(one.path("case").asText(), one);
    }
    assertThat(results).isNotEmpty();
    return results;
  }
}
