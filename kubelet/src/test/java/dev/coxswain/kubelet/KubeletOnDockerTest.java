package dev.coxswain.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.kubelet.dns.ResolvConf;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.node.NodeSettings;
import dev.coxswain.kubelet.runtime.docker.DockerClients;
import dev.coxswain.kubelet.runtime.docker.DockerRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole kubelet on a real Docker Engine, with an API server in memory. Runs where an engine
/// answers.
class KubeletOnDockerTest {
  private static final String ENDPOINT = "unix:///var/run/docker.sock";
  private static final String PAUSE = "coxswain/pause:v1";
  private static final String IMAGE = "coxswain/demo:v1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;

  private final String node = "test-" + UUID.randomUUID();
  private final FakeApiClient api = new FakeApiClient(InstantSource.system());
  private Kubelet kubelet;

  @BeforeEach
  void start() {
    assumeTrue(Files.exists(Path.of("/var/run/docker.sock")), "a Docker Engine");
    kubelet = kubelet();
    assumeTrue(kubelet.runtime().image(IMAGE).isPresent(), "the demo image");
    kubelet.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (kubelet != null) {
      kubelet.close();
      try (var runtime = new DockerRuntime(docker(), node, "coxswain")) {
        for (var pod : runtime.pods().values()) {
          pod.containers().forEach(container -> runtime.remove(container.id()));
          pod.sandboxes().forEach(sandbox -> runtime.remove(sandbox.id()));
        }
      }
    }
  }

  @Test
  void registersTheNode() {
    await(() ->
        api.list(Node.class, ListQuery.all()).items().stream()
            .anyMatch(n -> n.getMetadata().getName().equals(node) && isReady(n)));
  }

  @Test
  void runsAPodToItsEndAndRemovesItWhenAsked() {
    api.create(pod("web", container("web").build()));

    awaitPod("web", pod -> pod.getStatus().getPhase().equals("Running"));
    var running = api.get(Pod.class, key("web"));
    assertThat(running.getStatus().getPodIP()).startsWith("10.244.");
    assertThat(running.getStatus().getContainerStatuses(0).getReady()).isTrue();
    assertThat(condition(running, "Ready")).isEqualTo("True");

    api.delete(Pod.class, key("web"), DeleteOptions.newBuilder().setGracePeriodSeconds(1).build());
    await(() -> isGone("web"));
    await(() -> kubelet.runtime().pods().isEmpty());
    await(() -> kubelet.pods().pods().isEmpty());
  }

  @Test
  void showsHowAContainerEnded() {
    var failing = container("main").addAllCommand(List.of("sh", "-c", "echo bye; exit 3"));
    api.create(pod("once", failing.build(), "Never"));

    awaitPod("once", pod -> pod.getStatus().getPhase().equals("Failed"));
    var ended = api.get(Pod.class, key("once")).getStatus().getContainerStatuses(0);
    assertThat(ended.getState().getTerminated().getExitCode()).isEqualTo(3);
    assertThat(ended.getState().getTerminated().getReason()).isEqualTo("Error");
  }

  @Test
  void aRestartedKubeletAdoptsWhatRuns() throws Exception {
    api.create(pod("web", container("web").build()));
    awaitPod("web", pod -> pod.getStatus().getPhase().equals("Running"));
    var before = api.get(Pod.class, key("web")).getStatus().getContainerStatuses(0);

    kubelet.close();
    kubelet = kubelet();
    kubelet.start();

    await(() -> kubelet.pods().pods().size() == 1);
    var record = kubelet.runtime().pods().values().iterator().next();
    assertThat(record.running()).hasSize(1);
    assertThat("docker://" + record.running().getFirst().id()).isEqualTo(before.getContainerID());
  }

  @Test
  void aKilledContainerIsStartedAgain() {
    api.create(pod("web", container("web").build()));
    awaitPod("web", pod -> pod.getStatus().getPhase().equals("Running"));
    var first = kubelet.runtime().pods().values().iterator().next().running().getFirst();

    kubelet.runtime().stop(first.id(), Duration.ZERO);

    awaitPod(
        "web",
        pod ->
            pod.getStatus().getContainerStatuses(0).getRestartCount() == 1
                && pod.getStatus().getContainerStatuses(0).getState().hasRunning());
    var status = api.get(Pod.class, key("web")).getStatus().getContainerStatuses(0);
    assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(137);
    assertThat(eventReasons()).contains("Pulled", "Created", "Started");
  }

  private List<String> eventReasons() {
    return api.list(Event.class, ListQuery.all()).items().stream().map(Event::getReason).toList();
  }

  private Kubelet kubelet() {
    var settings =
        new NodeSettings(
            node,
            node,
            List.of("127.0.0.1"),
            Map.of(),
            List.of(),
            110,
            10250,
            Map.of(),
            Optional.empty(),
            "10.244.0.0/24",
            true,
            Optional.empty());
    var dns =
        new ClusterDns(
            List.of("10.96.0.10"),
            "cluster.local",
            new ResolvConf(List.of(), List.of(), List.of()));
    return new Kubelet(
        api,
        docker(),
        new KubeletOptions(
            settings,
            root,
            PAUSE,
            "coxswain",
            true,
            dns,
            true,
            0,
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            List.of(),
            Duration.ofMinutes(5)),
        InstantSource.system());
  }

  private static DockerClients docker() {
    return DockerClients.connect(ENDPOINT, Duration.ofMinutes(2));
  }

  private static Container.Builder container(String name) {
    return Container.newBuilder()
        .setName(name)
        .setImage(IMAGE)
        .setImagePullPolicy("IfNotPresent")
        .setTerminationMessagePath("/dev/termination-log");
  }

  private Pod pod(String name, Container container) {
    return pod(name, container, "Always");
  }

  private Pod pod(String name, Container container, String restartPolicy) {
    return Pod.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(node).setName(name))
        .setSpec(
            PodSpec.newBuilder()
                .addContainers(container)
                .setRestartPolicy(restartPolicy)
                .setTerminationGracePeriodSeconds(1)
                .setNodeName(node))
        .build();
  }

  private ObjectKey key(String name) {
    return new ObjectKey(node, name);
  }

  private boolean isGone(String name) {
    try {
      api.get(Pod.class, key(name));
      return false;
    } catch (ApiException.NotFound e) {
      return true;
    }
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static String condition(Pod pod, String type) {
    return pod.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type))
        .map(c -> c.getStatus())
        .findFirst()
        .orElse("");
  }

  private void awaitPod(String name, Predicate<Pod> condition) {
    await(() -> condition.test(api.get(Pod.class, key(name))));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
