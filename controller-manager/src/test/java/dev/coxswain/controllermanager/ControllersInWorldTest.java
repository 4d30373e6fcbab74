package dev.coxswain.controllermanager;

import static dev.coxswain.controllermanager.World.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.api.apps.v1.StatefulSetUpdateStrategy;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each controller among all others.
class ControllersInWorldTest {
  private final World world = new World("*");

  @Test
  void namespacesHaveAServiceAccountAndTheCertificates() {
    world.settle();
    assertThat(world.get(ServiceAccount.class, "default")).isNotNull();
    assertThat(world.get(ConfigMap.class, "kube-root-ca.crt").getDataMap())
        .containsEntry("ca.crt", "PEM");
  }

  @Test
  void nodesGetAddressesForTheirPods() {
    for (var name : new String[] {"a", "b"}) {
      world.client.create(
          Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(name)).build());
    }
    world.settle();
    assertThat(world.all(Node.class))
        .extracting(n -> n.getSpec().getPodCIDR())
        .containsExactlyInAnyOrder("10.244.0.0/24", "10.244.1.0/24");
  }

  @Test
  void servicesFollowTheirReadyPods() {
    world.client.create(
        Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName("n")).build());
    world.client.create(service("web"));
    world.client.create(pod("web-a", "web"));
    world.client.create(pod("web-b", "web"));
    world.client.create(pod("other", "other"));
    world.settle();
    assertThat(world.all(EndpointSlice.class))
        .singleElement()
        .matches(s -> s.getEndpointsCount() == 0);

    world.ready();
    assertThat(world.all(EndpointSlice.class).getFirst().getEndpointsList())
        .hasSize(2)
        .allMatch(e -> e.getConditions().getReady() && e.getConditions().getServing());
    assertThat(world.get(Endpoints.class, "web").getSubsetsList())
        .singleElement()
        .matches(s -> s.getAddressesCount() == 2 && s.getPorts(0).getPort() == 8080);

    world.client.delete(
        Pod.class, new ObjectKey(World.NS, "web-a"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.get(Endpoints.class, "web").getSubsets(0).getAddressesCount()).isEqualTo(1);

    world.client.delete(
        Service.class, new ObjectKey(World.NS, "web"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(EndpointSlice.class)).isEmpty();
    assertThat(world.all(Endpoints.class)).isEmpty();
  }

  @Test
  void aStatefulSetStartsItsPodsOneByOne() {
    world.client.create(
        StatefulSet.newBuilder()
            .setMetadata(ObjectMeta.newBuilder().setNamespace(World.NS).setName("db"))
            .setSpec(
                StatefulSetSpec.newBuilder()
                    .setReplicas(2)
                    .setServiceName("db")
                    .setRevisionHistoryLimit(10)
                    .setPodManagementPolicy("OrderedReady")
                    .setUpdateStrategy(
                        StatefulSetUpdateStrategy.newBuilder().setType("RollingUpdate"))
                    .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "db"))
                    .setTemplate(template("db", "postgres")))
            .build());
    world.settle();
    assertThat(names()).containsExactly("db-0");
    world.ready();
    assertThat(names()).containsExactly("db-0", "db-1");
    world.ready();
    assertThat(world.get(StatefulSet.class, "db").getStatus().getReadyReplicas()).isEqualTo(2);
  }

  @Test
  void aJobCountsEachPodOnce() {
    world.client.create(
        Job.newBuilder()
            .setMetadata(ObjectMeta.newBuilder().setNamespace(World.NS).setName("job"))
            .setSpec(
                JobSpec.newBuilder()
                    .setCompletions(3)
                    .setParallelism(2)
                    .setBackoffLimit(6)
                    .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "job"))
                    .setTemplate(template("job", "busybox")))
            .build());
    world.settle();
    assertThat(world.all(Pod.class)).hasSize(2);
    succeedAll();
    assertThat(world.all(Pod.class)).hasSize(3);
    assertThat(world.get(Job.class, "job").getStatus().getSucceeded()).isEqualTo(2);
    succeedAll();
    var status = world.get(Job.class, "job").getStatus();
    assertThat(status.getSucceeded()).isEqualTo(3);
    assertThat(status.getConditionsList())
        .extracting(c -> c.getType() + " " + c.getReason())
        .containsExactly("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    assertThat(world.all(Pod.class)).allMatch(p -> p.getMetadata().getFinalizersCount() == 0);
  }

  @Test
  void whatNobodyOwnsAnyMoreGoes() {
    world.client.create(configMap("owner", ""));
    var uid = Metadata.of(world.get(ConfigMap.class, "owner")).getUid();
    world.client.create(configMap("child", uid));
    world.client.create(configMap("orphan", "99999999-8888-7777-6666-555555555555"));
    world.settle();
    assertThat(world.all(ConfigMap.class))
        .extracting(m -> m.getMetadata().getName())
        .contains("owner", "child")
        .doesNotContain("orphan");
    world.client.delete(
        ConfigMap.class, new ObjectKey(World.NS, "owner"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(ConfigMap.class))
        .extracting(m -> m.getMetadata().getName())
        .doesNotContain("child");
  }

  @Test
  void silentNodesAreMarkedAndTaintedButKeepTheirPodsWhenAllAreSilent() {
    world.client.create(
        Node.newBuilder().setMetadata(ObjectMeta.newBuilder().setName("a")).build());
    world.settle().pass(Duration.ofSeconds(70));
    var node = world.client.get(Node.class, ObjectKey.clusterScoped("a"));
    assertThat(node.getStatus().getConditions(0).getStatus()).isEqualTo("Unknown");
    assertThat(node.getSpec().getTaintsList())
        .extracting(t -> t.getKey() + ":" + t.getEffect())
        .containsExactly("node.kubernetes.io/unreachable:NoSchedule");
  }

  @Test
  void anotherNamespaceIsServedToo() {
    world.client.create(World.namespace("team"));
    world.settle();
    assertThat(world.all(Namespace.class)).hasSize(2);
    assertThat(world.client.get(ServiceAccount.class, new ObjectKey("team", "default")))
        .isNotNull();
  }

  private List<String> names() {
    return world.all(Pod.class).stream().map(p -> p.getMetadata().getName()).toList();
  }

  private void succeedAll() {
    for (var pod : world.all(Pod.class)) {
      if (pod.getStatus().getPhase().isEmpty()) {
        world.client.updateStatus(
            pod.toBuilder().setStatus(pod.getStatus().toBuilder().setPhase("Succeeded")).build());
      }
    }
    world.settle();
  }

  private static Service service(String name) {
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(World.NS).setName(name))
        .setSpec(
            ServiceSpec.newBuilder()
                .setClusterIP("10.96.0.9")
                .putSelector("app", name)
                .addPorts(
                    ServicePort.newBuilder()
                        .setPort(80)
                        .setProtocol("TCP")
                        .setTargetPort(IntOrStrings.of(8080))))
        .build();
  }

  private static Pod pod(String name, String app) {
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder().setNamespace(World.NS).setName(name).putLabels("app", app))
        .setSpec(PodSpec.newBuilder().setNodeName("n"))
        .build();
  }

  private static ConfigMap configMap(String name, String ownerUid) {
    var metadata = ObjectMeta.newBuilder().setNamespace(World.NS).setName(name);
    if (!ownerUid.isEmpty()) {
      metadata
          .addOwnerReferencesBuilder()
          .setApiVersion("v1")
          .setKind("ConfigMap")
          .setName(name.equals("orphan") ? "nobody" : "owner")
          .setUid(ownerUid);
    }
    return ConfigMap.newBuilder().setMetadata(metadata).build();
  }
}
