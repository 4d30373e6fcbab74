package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubernetes.client.Exec;
import io.kubernetes.client.ProtoClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.proto.V1.ConfigMapList;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
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

/// The official Java client, unmodified, against our API server and kubelet.
@Tag("end-to-end")
@Timeout(300)
class OfficialClientTest {
  private static final String NAMESPACE = "official";
  private static final Duration HEALED = Duration.ofMinutes(2);

  private static LocalCluster cluster;
  private static ApiClient client;
  private static CoreV1Api core;

  @BeforeAll
  static void connect() throws Exception {
    cluster = LocalCluster.withNodes(1);
    client = Config.fromConfig(cluster.kubeconfig().toString());
    core = new CoreV1Api(client);
    core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(NAMESPACE))).execute();
  }

  @AfterAll
  static void disconnect() throws Exception {
    cluster.kubectlOk("delete", "namespace", NAMESPACE, "--timeout=90s");
  }

  @Test
  void createsReadsReplacesAndDeletes() throws Exception {
    var created = create("crud", Map.of("a", "1"));
    var replaced =
        core.replaceNamespacedConfigMap(
                "crud", NAMESPACE, configMap("crud", Map.of("b", "2")).data(Map.of("b", "2")))
            .execute();
    assertThat(replaced.getMetadata().getUid()).isEqualTo(created.getMetadata().getUid());
    var stale =
        catchThrowableOfType(
            ApiException.class,
            () -> core.replaceNamespacedConfigMap("crud", NAMESPACE, created).execute());
    assertThat(stale.getCode()).isEqualTo(409);
    assertThat(core.readNamespacedConfigMap("crud", NAMESPACE).execute().getData())
        .containsExactlyEntriesOf(Map.of("b", "2"));
    core.deleteNamespacedConfigMap("crud", NAMESPACE).execute();
    var gone =
        catchThrowableOfType(
            ApiException.class, () -> core.readNamespacedConfigMap("crud", NAMESPACE).execute());
    assertThat(gone.getResponseBody()).contains("configmaps \\\"crud\\\" not found");
  }

  @Test
  void readsProtobuf() throws Exception {
    create("in-protobuf", Map.of("key", "value"));
    ProtoClient.ObjectOrStatus<ConfigMapList> answer =
        new ProtoClient(client)
            .list(ConfigMapList.newBuilder(), "/api/v1/namespaces/" + NAMESPACE + "/configmaps");
    assertThat(answer.object.getItemsList())
        .filteredOn(map -> map.getMetadata().getName().equals("in-protobuf"))
        .singleElement()
        .satisfies(map -> assertThat(map.getDataMap()).containsEntry("key", "value"));
  }

  @Test
  void appliesOnTheServer() throws Exception {
    apply("one", "1");
    var refused = catchThrowableOfType(ApiException.class, () -> apply("other", "2"));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getResponseBody()).contains("conflict with \\\"one\\\"", ".data.a");
  }

  private static V1ConfigMap apply(String manager, String value) throws ApiException {
    String applied =
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"a":"%s"}}
        """
            .formatted(value);
    return PatchUtils.patch(
        V1ConfigMap.class,
        () ->
            core.patchNamespacedConfigMap("applied", NAMESPACE, new V1Patch(applied))
                .fieldManager(manager)
                .buildCall(null),
        V1Patch.PATCH_FORMAT_APPLY_YAML,
        client);
  }

  @Test
  void anInformerGoesOnAfterTheApiServerWasKilled() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    var streaming = client.setReadTimeout(0);
    var factory = new SharedInformerFactory(streaming);
    var informer =
        factory.sharedIndexInformerFor(
            params ->
                core.listNamespacedConfigMap(NAMESPACE)
                    .resourceVersion(params.resourceVersion)
                    .timeoutSeconds(params.timeoutSeconds)
                    .watch(params.watch)
                    .buildCall(null),
            V1ConfigMap.class,
            V1ConfigMapList.class,
            Duration.ofSeconds(30).toMillis());
    informer.addEventHandler(namesOfAdded(seen));
    factory.startAllRegisteredInformers();
    try {
      create("before", Map.of());
      await(seen, "before");
      cluster.kill("apiserver");
      cluster.until(HEALED, out -> out.equals("ok"), "get", "--raw", "/readyz");
      create("after", Map.of());
      await(seen, "after");
    } finally {
      factory.stopAllRegisteredInformers();
    }
  }

  private static ResourceEventHandler<V1ConfigMap> namesOfAdded(BlockingQueue<String> names) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(V1ConfigMap added) {
        names.add(added.getMetadata().getName());
      }

      @Override
      public void onUpdate(V1ConfigMap before, V1ConfigMap after) {}

      @Override
      public void onDelete(V1ConfigMap deleted, boolean unknownState) {}
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
    var web = Workload.create(cluster, "official-exec", 1);
    try {
      var process =
          new Exec(client)
              .exec(
                  "official-exec",
                  web.pod(),
                  new String[] {"sh", "-c", "cat; exit 3"},
                  "demo",
                  true,
                  false);
      try (var stdin = process.getOutputStream()) {
        stdin.write("typed\n".getBytes(StandardCharsets.UTF_8));
        stdin.flush();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("typed");
      }
      process.destroy();
    } finally {
      web.remove();
    }
  }

  @Test
  void leadershipPassesOnWhenTheLeaderStops() throws Exception {
    var leaders = new LinkedBlockingQueue<String>();
    try (var first = elector("one")) {
      Thread.ofVirtual().start(() -> first.run(() -> leaders.add("one"), () -> {}));
      await(leaders, "one");
    }
    try (var second = elector("two")) {
      Thread.ofVirtual().start(() -> second.run(() -> leaders.add("two"), () -> {}));
      await(leaders, "two");
    }
  }

  private static LeaderElector elector(String identity) {
    return new LeaderElector(
        new LeaderElectionConfig(
            new LeaseLock(NAMESPACE, "leader", identity, client),
            Duration.ofSeconds(6),
            Duration.ofSeconds(4),
            Duration.ofSeconds(1)));
  }

  private static V1ConfigMap create(String name, Map<String, String> data) throws ApiException {
    return core.createNamespacedConfigMap(NAMESPACE, configMap(name, data)).execute();
  }

  private static V1ConfigMap configMap(String name, Map<String, String> data) {
    return new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).data(data);
  }
}
