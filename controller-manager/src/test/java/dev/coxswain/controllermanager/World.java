package dev.coxswain.controllermanager;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.apps.v1.DeploymentStrategy;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.RollingUpdateDeployment;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.NamespaceSpec;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodIP;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.serviceaccount.AccountTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// A cluster without nodes: an apiserver in memory and all controllers, in the test's own thread
/// and on a clock that stands still until it is moved.
final class World {
  static final String NS = "default";
  private static final int STEPS = 10_000;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  // A real clock never shows the same time twice, and names of events count on that.
  private final InstantSource clock = () -> now = now.plusNanos(1000);
  final FakeApiClient client = new FakeApiClient(clock);
  private final InformerFactory informers = new InformerFactory(client);
  final ControllerSet controllers;
  private int ips;

  World(String... selection) {
    this(ControllerOptions.standard().withRootCa("PEM").withSelection(List.of(selection)));
  }

  World(AccountTokens tokens, String... selection) {
    this(
        ControllerOptions.standard()
            .withRootCa("PEM")
            .withAccountTokens(tokens)
            .withSelection(List.of(selection)));
  }

  private World(ControllerOptions options) {
    client.create(namespace(NS));
    controllers = ControllerSet.create(new ControllerContext(client, informers, clock), options);
  }

  static Namespace namespace(String name) {
    return Namespace.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName(name))
        .setSpec(NamespaceSpec.newBuilder().addFinalizers("kubernetes"))
        .build();
  }

  /// Until nothing is left to do at this time.
  World settle() {
    for (int i = 0; i < STEPS; i++) {
      boolean any = informers.stepAll();
      any |= controllers.step();
      if (!any) {
        return this;
      }
    }
    throw new AssertionError("the controllers never come to rest: " + client.writes().reversed());
  }

  World pass(Duration time) {
    for (var step = Duration.ofSeconds(1); !time.isNegative(); time = time.minus(step)) {
      now = now.plus(step);
      settle();
    }
    return this;
  }

  Instant now() {
    return now;
  }

  <M extends Message> M get(Class<M> type, String name) {
    return client.get(type, new ObjectKey(NS, name));
  }

  <M extends Message> List<M> all(Class<M> type) {
    return client.list(type, ListQuery.all()).items();
  }

  <M extends Message> M edit(Class<M> type, String name, UnaryOperator<M> edit) {
    return client.update(edit.apply(get(type, name)));
  }

  List<String> events(String reason) {
    return all(Event.class).stream()
        .filter(e -> e.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  /// All pods run and are ready.
  World ready() {
    all(Pod.class).stream().filter(p -> p.getStatus().getPhase().isEmpty()).forEach(this::ready);
    return settle();
  }

  void ready(Pod pod) {
    var ip = "10.244.0." + ++ips;
    client.updateStatus(
        pod.toBuilder()
            .setStatus(
                pod.getStatus().toBuilder()
                    .setPhase("Running")
                    .setPodIP(ip)
                    .clearPodIPs()
                    .addPodIPs(PodIP.newBuilder().setIp(ip))
                    .clearConditions()
                    .addConditions(
                        PodCondition.newBuilder()
                            .setType("Ready")
                            .setStatus("True")
                            .setLastTransitionTime(Times.of(now))))
            .build());
  }

  static Deployment deployment(String name, int replicas, String image) {
    return Deployment.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(NS).setName(name).setGeneration(1))
        .setSpec(
            DeploymentSpec.newBuilder()
                .setReplicas(replicas)
                .setRevisionHistoryLimit(10)
                .setProgressDeadlineSeconds(600)
                .setSelector(LabelSelector.newBuilder().putMatchLabels("app", name))
                .setTemplate(template(name, image))
                .setStrategy(
                    DeploymentStrategy.newBuilder()
                        .setType("RollingUpdate")
                        .setRollingUpdate(
                            RollingUpdateDeployment.newBuilder()
                                .setMaxSurge(IntOrStrings.of("25%"))
                                .setMaxUnavailable(IntOrStrings.of("25%")))))
        .build();
  }

  static PodTemplateSpec template(String name, String image) {
    return PodTemplateSpec.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().putLabels("app", name))
        .setSpec(
            PodSpec.newBuilder().addContainers(Container.newBuilder().setName("c").setImage(image)))
        .build();
  }

  static Deployment withImage(Deployment deployment, String image) {
    return Metadata.edit(
        deployment.toBuilder()
            .setSpec(
                deployment.getSpec().toBuilder()
                    .setTemplate(template(deployment.getMetadata().getName(), image)))
            .build(),
        m -> m.setGeneration(m.getGeneration() + 1));
  }

  String conditions(String deployment) {
    return String.join(
        "; ",
        get(Deployment.class, deployment).getStatus().getConditionsList().stream()
            .map(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
            .toList());
  }

  ReplicaSet replicaSet(String image) {
    return all(ReplicaSet.class).stream()
        .filter(s -> s.getSpec().getTemplate().getSpec().getContainers(0).getImage().equals(image))
        .findFirst()
        .orElseThrow();
  }
}
