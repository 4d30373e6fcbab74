package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Logs, exec, cp, attach and port-forward through API server and kubelet, with the machine's
/// kubectl.
@Tag("end-to-end")
@Timeout(180)
class StreamsTest {
  private static LocalCluster cluster;
  private static Workload web;

  @TempDir Path folder;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "streams", 1);
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  @Test
  void execPassesInputOutputAndExitCode() throws Exception {
    var counted = web.kubectlWithInput("12345", "exec", "-i", web.pod(), "--", "wc", "-c");
    assertThat(counted.out().strip()).as(counted.all()).isEqualTo("5");
    var failed = web.kubectl("exec", web.pod(), "--", "sh", "-c", "echo out; echo err >&2; exit 7");
    assertThat(failed.code()).isEqualTo(7);
    assertThat(failed.out()).isEqualTo("out\n");
    assertThat(failed.err()).contains("err\n", "command terminated with exit code 7");
  }

  @Test
  void aMissingCommandIsToldClearly() throws Exception {
    var missing = web.kubectl("exec", web.pod(), "--", "no-such-command");
    assertThat(missing.code()).isNotZero();
    assertThat(missing.all()).contains("no-such-command");
  }

  @Test
  void filesAreCopiedThereAndBack() throws Exception {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Path there = Files.write(folder.resolve("there"), content);
    Path back = folder.resolve("back");
    String pod = "streams/" + web.pod();
    web.ok("cp", there.toString(), pod + ":/tmp/copied");
    web.ok("cp", pod + ":/tmp/copied", back.toString());
    assertThat(Files.readAllBytes(back)).isEqualTo(content);
  }

  @Test
  void followedLogsGoOn() throws Exception {
    web.ok(
        "run",
        "clock",
        "--image=coxswain/demo:v1",
        "--restart=Never",
        "--command",
        "--",
        "sh",
        "-c",
        "for i in 1 2 3 4 5 6 7 8; do echo tick $i; sleep 0.3; done");
    web.ok("wait", "--for=condition=Ready", "pod/clock", "--timeout=60s");
    var logs =
        cluster.start(
            Stream.concat(
                    Stream.of("kubectl"), Arrays.stream(web.inNamespace("logs", "-f", "clock")))
                .toList());
    try (var lines =
        new BufferedReader(new InputStreamReader(logs.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().toList())
          .containsExactlyElementsOf(
              java.util.stream.IntStream.rangeClosed(1, 8).mapToObj(i -> "tick " + i).toList());
    }
    assertThat(web.ok("logs", "clock", "--tail=2")).isEqualTo("tick 7\ntick 8\n");
  }

  @Test
  void portsAreForwarded() throws Exception {
    var forward =
        cluster.start(
            Stream.concat(
                    Stream.of("kubectl"),
                    Arrays.stream(web.inNamespace("port-forward", "deployment/web", ":8080")))
                .toList());
    try (var lines =
        new BufferedReader(
            new InputStreamReader(forward.getInputStream(), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      assertThat(first).startsWith("Forwarding from 127.0.0.1:");
      String port = first.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1");
      assertThat(web.answers("http://127.0.0.1:" + port + "/", 3)).hasSize(1);
    } finally {
      forward.destroy();
    }
  }

  @Test
  void runShowsAPrompt() throws Exception {
    var session =
        cluster.run(
            List.of(
                "script",
                "-qec",
                "kubectl -n streams run shell -it --restart=Never --image=coxswain/demo:v1 -- sh",
                "/dev/null"),
            "echo $((6*7))\nexit 3\n",
            java.time.Duration.ofMinutes(2));
    assertThat(session.out()).contains("42");
    assertThat(session.code()).isEqualTo(3);
  }
}
