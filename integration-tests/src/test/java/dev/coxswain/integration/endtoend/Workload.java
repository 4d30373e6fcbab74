package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A deployment of the demo web server with a node port, in a namespace of its own, as users make
/// it.
final class Workload {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final LocalCluster cluster;
  private final String namespace;

  private Workload(LocalCluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// Creates it with the machine's kubectl and waits until it is available.
  static Workload create(LocalCluster cluster, String namespace, int replicas)
      throws IOException, InterruptedException {
    var workload = new Workload(cluster, namespace);
    cluster.kubectlOk("create", "namespace", namespace);
    workload.ok(
        "create", "deployment", "web", "--image=coxswain/demo:v1", "--replicas=" + replicas);
    workload.ok(
        "expose", "deployment", "web", "--port=80", "--target-port=8080", "--type=NodePort");
    workload.awaitRollout();
    return workload;
  }

  String ok(String... words) throws IOException, InterruptedException {
    return cluster.kubectlOk(inNamespace(words));
  }

  LocalCluster.Result kubectl(String... words) throws IOException, InterruptedException {
    return cluster.kubectl(inNamespace(words));
  }

  LocalCluster.Result kubectlWithInput(String input, String... words)
      throws IOException, InterruptedException {
    return cluster.kubectlWithInput(input, inNamespace(words));
  }

  String[] inNamespace(String... words) {
    var all = new String[words.length + 2];
    all[0] = "-n";
    all[1] = namespace;
    System.arraycopy(words, 0, all, 2, words.length);
    return all;
  }

  void awaitRollout() throws IOException, InterruptedException {
    ok("rollout", "status", "deployment/web", "--timeout=" + READY.toSeconds() + "s");
  }

  String clusterAddress() throws IOException, InterruptedException {
    return "http://" + ok("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}") + "/";
  }

  String nodeAddress() throws IOException, InterruptedException {
    String port = ok("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}");
    return "http://127.0.0.1:" + port + "/";
  }

  /// A pod of the deployment that is ready.
  String pod() throws IOException, InterruptedException {
    return ok(
        "get",
        "pods",
        "-l",
        "app=web",
        "--field-selector=status.phase=Running",
        "-o",
        "jsonpath={.items[0].metadata.name}");
  }

  /// A process in the pod's network.
  String processOf(String pod) throws IOException, InterruptedException {
    String container =
        ok("get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].containerID}")
            .replace("docker://", "");
    return cluster
        .run(List.of("docker", "inspect", "-f", "{{.State.Pid}}", container), "", ANSWER)
        .out()
        .strip();
  }

  LocalCluster cluster() {
    return cluster;
  }

  /// One request on a connection of its own.
  String get(String address) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).GET().build();
    try (var fresh = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
      var response = fresh.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(address + " answered " + response.statusCode());
      }
      return response.body().strip();
    }
  }

  /// Who answers, over so many requests.
  Set<String> answers(String address, int requests) throws IOException, InterruptedException {
    var answers = new TreeSet<String>();
    for (int i = 0; i < requests; i++) {
      answers.add(get(address));
    }
    return answers;
  }

  /// Waits until so many different pods answer.
  void awaitAnswers(String address, int pods) throws IOException, InterruptedException {
    awaitAnswer(address);
    cluster.untilSo(READY, () -> answers(address, 2 * pods).size() == pods);
  }

  /// Waits until the address answers at all.
  void awaitAnswer(String address) throws InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (true) {
      try {
        get(address);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(address + " does not answer", e);
        }
        TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
      }
    }
  }

  /// Deletes it with its namespace.
  void remove() throws IOException, InterruptedException {
    cluster.kubectlOk("delete", "namespace", namespace, "--timeout=90s");
  }
}
