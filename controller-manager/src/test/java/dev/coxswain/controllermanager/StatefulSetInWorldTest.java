package dev.coxswain.controllermanager;

import static dev.coxswain.controllermanager.World.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy;
import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import org.junit.jupiter.api.Test;

class StatefulSetInWorldTest {
  private final World world = new World("statefulset");

  @Test
  void aPodComesAsSoonAsTheClaimOfItsPredecessorIsGone() {
    var claim =
        world.client.create(
            PersistentVolumeClaim.newBuilder()
                .setMetadata(
                    ObjectMeta.newBuilder()
                        .setNamespace(World.NS)
                        .setName("data-db-0")
                        .putLabels("app", "db")
                        .addOwnerReferences(
                            OwnerReference.newBuilder()
                                .setApiVersion("v1")
                                .setKind("Pod")
                                .setName("db-0")
                                .setUid("long gone")
                                .setController(true)))
                .build());
    world.client.create(set());
    world.settle();
    assertThat(world.all(Pod.class)).isEmpty();
    world.client.delete(
        PersistentVolumeClaim.class, Metadata.key(claim), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(Pod.class)).extracting(p -> p.getMetadata().getName()).contains("db-0");
  }

  private static StatefulSet set() {
    return StatefulSet.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(World.NS).setName("db"))
        .setSpec(
            StatefulSetSpec.newBuilder()
                .setReplicas(1)
                .setPodManagementPolicy("OrderedReady")
                .setPersistentVolumeClaimRetentionPolicy(
                    StatefulSetPersistentVolumeClaimRetentionPolicy.newBuilder()
                        .setWhenScaled("Delete")
                        .setWhenDeleted("Retain"))
                .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "db"))
                .setTemplate(template("db", "app:0"))
                .addVolumeClaimTemplates(
                    PersistentVolumeClaim.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder().setName("data"))))
        .build();
  }
}
