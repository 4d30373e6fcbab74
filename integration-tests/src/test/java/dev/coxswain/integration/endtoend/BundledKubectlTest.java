package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bundled command line says what the machine's kubectl says.
@Tag("end-to-end")
class BundledKubectlTest {
  private static LocalCluster cluster;
  private static Workload web;

  @TempDir Path folder;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "bundled", 2);
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get deployments",
        "get deployment,service -o name",
        "get pods --no-headers -o name",
        "get service web -o yaml",
        "get service web -o json",
        "get pods -l app=none",
        "get pod none",
        "get nothing",
        "get namespaces",
        "describe service web",
        "describe deployment web",
        "delete pod none",
        "delete service web --dry-run=server",
        "delete deployment,service web --dry-run=client",
        "delete namespace default --dry-run=server",
        "delete service web --dry-run=sever",
        "scale deployment web --replicas=0 --dry-run=sever",
        "api-resources",
        "cluster-info",
        "rollout status deployment/web",
        "create deployment x --image=y --dry-run=client -o yaml",
        "run x --image=y --labels=a=b --dry-run=client -o yaml"
      })
  void saysTheSame(String words) throws Exception {
    String[] all = web.inNamespace(words.split(" ", -1));
    var own = cluster.bundled(all);
    var upstreams = cluster.kubectl(all);
    assertThat(plain(own.out())).isEqualTo(plain(upstreams.out()));
    assertThat(own.err()).isEqualTo(upstreams.err());
    assertThat(own.code()).isEqualTo(upstreams.code());
  }

  /// Ages may differ by the second between two commands, colours are for terminals, and newer
  /// clients than the machine's leave empty timestamps out.
  private static String plain(String text) {
    return text.replaceAll("(?m)^ *creationTimestamp: null\n", "")
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .replaceAll("\\b\\d+[smh](\\d+s)?\\b", "AGE");
  }

  @Test
  void appliesChangesAndRemovesWhatLeftTheFile() throws Exception {
    Path file = folder.resolve("cm.yaml");
    Files.writeString(
        file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '1', b: '2'}\n");
    assertThat(apply(file)).isEqualTo("configmap/c created\n");
    assertThat(apply(file)).isEqualTo("configmap/c unchanged\n");
    Files.writeString(
        file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '3'}\n");
    assertThat(apply(file)).isEqualTo("configmap/c configured\n");
    assertThat(web.ok("get", "cm", "c", "-o", "jsonpath={.data}")).isEqualTo("{\"a\":\"3\"}");
    var same = web.kubectl("apply", "-f", file.toString());
    assertThat(same.out()).as("upstream's kubectl agrees").isEqualTo("configmap/c unchanged\n");
  }

  private String apply(Path file) throws Exception {
    return cluster.bundledOk(web.inNamespace("apply", "-f", file.toString()));
  }

  @Test
  void runsLogsAndExecs() throws Exception {
    var failed =
        cluster.bundled(web.inNamespace("exec", web.pod(), "--", "sh", "-c", "echo hi; exit 4"));
    assertThat(failed.out()).isEqualTo("hi\n");
    assertThat(failed.code()).isEqualTo(4);
    var once =
        cluster.run(
            List.of(
                Path.of("..", "bin", "kubectl").toString(),
                "-n",
                "bundled",
                "run",
                "once",
                "-i",
                "--restart=Never",
                "--image=coxswain/demo:v1",
                "--command",
                "--",
                "sh",
                "-c",
                "cat; echo done"),
            "typed\n",
            java.time.Duration.ofMinutes(1));
    assertThat(once.out()).contains("typed", "done");
    assertThat(cluster.bundledOk(web.inNamespace("logs", "once", "--tail=1"))).isEqualTo("done\n");
  }

  @Test
  void scalesAndDeletes() throws Exception {
    assertThat(cluster.bundledOk(web.inNamespace("scale", "deployment/web", "--replicas=1")))
        .isEqualTo("deployment.apps/web scaled\n");
    cluster.bundledOk(web.inNamespace("rollout", "status", "deployment/web"));
    cluster.bundledOk(web.inNamespace("create", "configmap", "gone", "--from-literal=a=b"));
    assertThat(cluster.bundledOk(web.inNamespace("delete", "configmap", "gone")))
        .isEqualTo("configmap \"gone\" deleted\n");
  }
}
