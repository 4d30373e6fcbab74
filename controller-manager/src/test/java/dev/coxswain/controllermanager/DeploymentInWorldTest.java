package dev.coxswain.controllermanager;

import static dev.coxswain.controllermanager.World.deployment;
import static dev.coxswain.controllermanager.World.withImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Deployments through all controllers that have to do with them.
class DeploymentInWorldTest {
  private final World world = new World("*");

  @Test
  void aNewDeploymentGetsItsPods() {
    world.client.create(deployment("web", 3, "nginx:1"));
    world.settle();

    var set = world.replicaSet("nginx:1");
    var name = set.getMetadata().getName();
    assertThat(world.all(Pod.class)).hasSize(3).allMatch(p -> Metadata.controllerOf(p).isPresent());
    assertThat(set.getMetadata().getAnnotationsMap())
        .containsEntry("deployment.kubernetes.io/desired-replicas", "3")
        .containsEntry("deployment.kubernetes.io/max-replicas", "4")
        .containsEntry("deployment.kubernetes.io/revision", "1");
    assertThat(world.events("ScalingReplicaSet"))
        .containsExactly("Scaled up replica set " + name + " from 0 to 3");
    assertThat(world.conditions("web"))
        .isEqualTo(
            "Available=False MinimumReplicasUnavailable; Progressing=True ReplicaSetUpdated");

    world.ready();
    assertThat(world.conditions("web"))
        .isEqualTo(
            "Available=True MinimumReplicasAvailable; Progressing=True NewReplicaSetAvailable");
    var status = world.get(Deployment.class, "web").getStatus();
    assertThat(status.getAvailableReplicas()).isEqualTo(3);
    assertThat(status.getTerminatingReplicas()).isZero();
    assertThat(status.hasTerminatingReplicas()).isTrue();
  }

  @Test
  void aNewImageRollsOverAndBack() {
    world.client.create(deployment("web", 4, "nginx:1"));
    world.settle().ready();
    world.edit(Deployment.class, "web", d -> withImage(d, "nginx:2"));
    for (int i = 0; i < 10; i++) {
      world.settle();
      long ready =
          world.all(Pod.class).stream().filter(p -> p.getStatus().getConditionsCount() > 0).count();
      assertThat(ready).isGreaterThanOrEqualTo(3);
      assertThat(world.all(Pod.class)).hasSizeLessThanOrEqualTo(5);
      world.ready();
    }
    assertThat(world.replicaSet("nginx:1").getSpec().getReplicas()).isZero();
    assertThat(world.replicaSet("nginx:2").getSpec().getReplicas()).isEqualTo(4);
    assertThat(world.replicaSet("nginx:2").getMetadata().getAnnotationsMap())
        .containsEntry("deployment.kubernetes.io/revision", "2");

    world.edit(Deployment.class, "web", d -> withImage(d, "nginx:1"));
    world.settle();
    assertThat(world.replicaSet("nginx:1").getMetadata().getAnnotationsMap())
        .containsEntry("deployment.kubernetes.io/revision", "3")
        .containsEntry("deployment.kubernetes.io/revision-history", "1");
  }

  @Test
  void aDeletedPodIsReplaced() {
    world.client.create(deployment("web", 2, "nginx:1"));
    world.settle();
    var victim = world.all(Pod.class).getFirst();
    world.client.delete(Pod.class, Metadata.key(victim), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(Pod.class)).hasSize(2).doesNotContain(victim);
  }

  @Test
  void itIsScaled() {
    world.client.create(deployment("web", 1, "nginx:1"));
    world.settle();
    scale(3);
    assertThat(world.all(Pod.class)).hasSize(3);
    scale(0);
    assertThat(world.all(Pod.class)).isEmpty();
    var name = world.replicaSet("nginx:1").getMetadata().getName();
    assertThat(world.events("ScalingReplicaSet"))
        .containsExactlyInAnyOrder(
            "Scaled up replica set " + name + " from 0 to 1",
            "Scaled up replica set " + name + " from 1 to 3",
            "Scaled down replica set " + name + " from 3 to 0");
  }

  @Test
  void aRolloutThatTakesTooLongIsReported() {
    var slow = deployment("web", 1, "nginx:1").toBuilder();
    slow.getSpecBuilder().setProgressDeadlineSeconds(2);
    world.client.create(slow.build());
    world.settle().pass(Duration.ofSeconds(10));
    assertThat(world.conditions("web"))
        .isEqualTo(
            "Available=False MinimumReplicasUnavailable; Progressing=False ProgressDeadlineExceeded");
  }

  @Test
  void itsDependentsGoWithIt() {
    world.client.create(deployment("web", 2, "nginx:1"));
    world.settle();
    world.client.delete(
        Deployment.class, new ObjectKey(World.NS, "web"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(ReplicaSet.class)).isEmpty();
    assertThat(world.all(Pod.class)).isEmpty();
  }

  @Test
  void dependentsMayGoFirst() {
    world.client.create(deployment("web", 2, "nginx:1"));
    world.settle();
    world.client.delete(
        Deployment.class,
        new ObjectKey(World.NS, "web"),
        DeleteOptions.newBuilder().setPropagationPolicy("Foreground").build());
    world.settle();
    assertThat(world.all(Deployment.class)).isEmpty();
    assertThat(world.all(ReplicaSet.class)).isEmpty();
    assertThat(world.all(Pod.class)).isEmpty();
  }

  @Test
  void dependentsMayStay() {
    world.client.create(deployment("web", 2, "nginx:1"));
    world.settle();
    world.client.delete(
        Deployment.class,
        new ObjectKey(World.NS, "web"),
        DeleteOptions.newBuilder().setPropagationPolicy("Orphan").build());
    world.settle();
    assertThat(world.all(Deployment.class)).isEmpty();
    assertThat(world.replicaSet("nginx:1").getMetadata().getOwnerReferencesList()).isEmpty();
    assertThat(world.all(Pod.class)).hasSize(2);
  }

  private void scale(int replicas) {
    world.edit(
        Deployment.class,
        "web",
        d -> d.toBuilder().setSpec(d.getSpec().toBuilder().setReplicas(replicas)).build());
    world.settle();
  }
}
