package dev.coxswain.apiserver.admission.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import org.junit.jupiter.api.Test;

final class VolumeStepsTest {
  private final World world = new World();

  @Test
  void aClaimGetsTheDefaultClassAndItsProtection() {
    world.add(
        StorageClass.class,
        "{metadata: {name: a, annotations: {storageclass.kubernetes.io/is-default-class: 'true'}},"
            + " provisioner: p}");
    var unclassed =
        Manifests.read(PersistentVolumeClaim.class, "metadata: {name: c, namespace: here}");
    PersistentVolumeClaim classed =
        (PersistentVolumeClaim)
            World.enter(new DefaultStorageClass(world), world.create(unclassed));
    assertThat(classed.getSpec().getStorageClassName()).isEqualTo("a");
    PersistentVolumeClaim kept =
        (PersistentVolumeClaim) World.enter(new StorageProtection(), world.create(unclassed));
    assertThat(kept.getMetadata().getFinalizersList())
        .containsExactly("kubernetes.io/pvc-protection");
  }

  @Test
  void claimsGrowWhenTheyAreBoundAndTheirClassAllowsIt() {
    var step = new ClaimResize(world);
    world.add(
        StorageClass.class, "{metadata: {name: a}, provisioner: p, allowVolumeExpansion: true}");
    world.add(StorageClass.class, "{metadata: {name: b}, provisioner: p}");
    World.enter(step, world.update(claim("a", "1Gi", "Bound"), claim("a", "2Gi", "Bound")));
    World.enter(step, world.update(claim("b", "2Gi", "Bound"), claim("b", "2Gi", "Bound")));
    assertThatThrownBy(() ->
            World.enter(
                step, world.update(claim("a", "1Gi", "Pending"), claim("a", "2Gi", "Pending"))))
        .hasMessageEndingWith("Only bound persistent volume claims can be expanded");
    assertThatThrownBy(() ->
            World.enter(step, world.update(claim("b", "1Gi", "Bound"), claim("b", "2Gi", "Bound"))))
        .hasMessageContaining("only dynamically provisioned pvc can be resized");
  }

  private static PersistentVolumeClaim claim(String storageClass, String size, String phase) {
    return Manifests.read(
        PersistentVolumeClaim.class,
        "{metadata: {name: c, namespace: here}, spec: {storageClassName: %s, resources: {requests: {storage: %s}}}, status: {phase: %s}}"
            .formatted(storageClass, size, phase));
  }
}
