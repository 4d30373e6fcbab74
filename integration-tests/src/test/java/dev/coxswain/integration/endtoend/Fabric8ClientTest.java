package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The fabric8 client, unmodified, against our API server and kubelet.
@Tag("end-to-end")
@Timeout(300)
class Fabric8ClientTest {
  private static final String NAMESPACE = "fabric8";
  private static final Duration HEALED = Duration.ofMinutes(2);

  private static LocalCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void connect() throws Exception {
    cluster = LocalCluster.withNodes(1);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
            .build();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).and().build())
        .create();
  }

  @AfterAll
  static void disconnect() throws Exception {
    client.close();
    cluster.kubectlOk("delete", "namespace", NAMESPACE, "--timeout=90s");
  }

  @Test
  void createsReadsEditsAndDeletes() {
    var created = client.resource(configMap("crud", Map.of("a", "1"))).create();
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    var edited =
        client
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName("crud")
            .edit(map -> new ConfigMapBuilder(map).addToData("b", "2").build());
    assertThat(edited.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2"));
    var stale =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(created).lockResourceVersion().update());
    assertThat(stale.getStatus().getReason()).isEqualTo("Conflict");
    client.resource(edited).delete();
    assertThat(client.configMaps().inNamespace(NAMESPACE).withName("crud").get()).isNull();
  }

  @Test
  void serverSideApplyNamesTheOwnerOfAConflict() {
    apply("first", "1", false);
    var refused =
        catchThrowableOfType(KubernetesClientException.class, () -> apply("second", "2", false));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getDetails().getCauses())
        .singleElement()
        .satisfies(cause -> {
          assertThat(cause.getField()).isEqualTo(".data.a");
          assertThat(cause.getMessage()).contains("conflict with \"first\"");
        });
    assertThat(apply("second", "2", true).getData()).containsEntry("a", "2");
  }

  private static ConfigMap apply(String manager, String value, boolean force) {
    return client
        .resource(configMap("applied", Map.of("a", value)))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build());
  }

  @Test
  void anInformerGoesOnAfterTheApiServerWasKilled() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    try (var informer =
        client
            .configMaps()
            .inNamespace(NAMESPACE)
            .withLabel("watched", "yes")
            .inform(namesOfAdded(seen), Duration.ofSeconds(30).toMillis())) {
      createWatched("before");
      await(seen, "before");
      cluster.kill("apiserver");
      cluster.until(HEALED, out -> out.equals("ok"), "get", "--raw", "/readyz");
      createWatched("after");
      await(seen, "after");
      assertThat(informer.getStore().list())
          .extracting(map -> map.getMetadata().getName())
          .containsExactlyInAnyOrder("before", "after");
    }
  }

  private static void createWatched(String name) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .addToLabels("watched", "yes")
                .and()
                .build())
        .create();
  }

  private static ResourceEventHandler<ConfigMap> namesOfAdded(BlockingQueue<String> names) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap added) {
        names.add(added.getMetadata().getName());
      }

      @Override
      public void onUpdate(ConfigMap before, ConfigMap after) {}

      @Override
      public void onDelete(ConfigMap deleted, boolean unknownState) {}
    };
  }

  private static void await(BlockingQueue<String> names, String wanted)
      throws InterruptedException {
    String name;
    do {
      name = names.poll(60, TimeUnit.SECONDS);
    } while (name != null && !name.equals(wanted));
    assertThat(name).isEqualTo(wanted);
  }

  @Test
  void execBringsOutputAndExitCode() throws Exception {
    var web = Workload.create(cluster, "fabric8-exec", 1);
    try {
      var out = new ByteArrayOutputStream();
      try (var exec =
          client
              .pods()
              .inNamespace("fabric8-exec")
              .withName(web.pod())
              .writingOutput(out)
              .exec("sh", "-c", "echo from-inside; exit 3")) {
        assertThat(exec.exitCode().get(30, TimeUnit.SECONDS)).isEqualTo(3);
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("from-inside\n");
    } finally {
      web.remove();
    }
  }

  @Test
  void leadershipPassesOnWhenItIsReleased() throws Exception {
    var leaders = new LinkedBlockingQueue<String>();
    var first = elector("one", leaders).start();
    await(leaders, "one");
    var second = elector("two", leaders).start();
    first.cancel(true);
    await(leaders, "two");
    second.cancel(true);
    assertThat(client.leases().inNamespace(NAMESPACE).withName("leader").get()).isNotNull();
  }

  private static LeaderElector elector(String identity, BlockingQueue<String> leaders) {
    return client
        .leaderElector()
        .withConfig(
            new LeaderElectionConfigBuilder()
                .withName("leader")
                .withLeaseDuration(Duration.ofSeconds(15))
                .withRenewDeadline(Duration.ofSeconds(10))
                .withRetryPeriod(Duration.ofSeconds(1))
                .withReleaseOnCancel(true)
                .withLock(new LeaseLock(NAMESPACE, "leader", identity))
                .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, leaders::add))
                .build())
        .build();
  }

  private static ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .and()
        .withData(data)
        .build();
  }
}
