package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final List<String> AREAS = List.of("seeds/*", "crud/*");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> cases() throws Exception {
    var cluster = LocalCluster.withNodes(0);
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
    AREAS.forEach(area -> command.addAll(List.of("--only", area)));
    var result = cluster.run(command, "", AT_MOST);
    assertThat(report).as(result.all()).exists();
    JsonNode cases = new ObjectMapper().readTree(Files.readAllBytes(report));
    assertThat(cases).isNotEmpty();
    return tests(cases);
  }

  private static Stream<DynamicTest> tests(JsonNode cases) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : cases) {
      tests.add(
          DynamicTest.dynamicTest(
              one.path("case").asText(),
              () ->
                  assertThat(one.path("ok").asBoolean())
                      .as(one.path("problems").toPrettyString())
                      .isTrue()));
    }
    return tests.stream();
  }
}
