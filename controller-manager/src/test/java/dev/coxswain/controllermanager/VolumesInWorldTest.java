package dev.coxswain.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumesInWorldTest {
  private static final Quantity SIZE = Quantity.newBuilder().setString("1Gi").build();

  private final World world = new World("*");

  @Test
  void aClaimGetsAVolumeAndGivesItBack() {
    world.client.create(volume("pv", "Retain"));
    world.client.create(claim("claim", "manual"));
    world.settle();
    assertThat(volume().getStatus().getPhase()).isEqualTo("Bound");
    assertThat(volume().getSpec().getClaimRef().getName()).isEqualTo("claim");
    var claim = world.get(PersistentVolumeClaim.class, "claim");
    assertThat(claim.getStatus().getPhase()).isEqualTo("Bound");
    assertThat(claim.getSpec().getVolumeName()).isEqualTo("pv");
    assertThat(claim.getMetadata().getFinalizersList())
        .containsExactly("kubernetes.io/pvc-protection");

    delete("claim");
    assertThat(world.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(volume().getStatus().getPhase()).isEqualTo("Released");
  }

  @Test
  void aClaimStaysWhileAPodUsesIt() {
    world.client.create(volume("pv", "Retain"));
    world.client.create(claim("claim", "manual"));
    world.client.create(pod("web", "claim"));
    world.settle();
    delete("claim");
    assertThat(world.all(PersistentVolumeClaim.class)).hasSize(1);
    world.client.delete(Pod.class, key("web"), DeleteOptions.getDefaultInstance());
    world.settle();
    assertThat(world.all(PersistentVolumeClaim.class)).isEmpty();
  }

  @Test
  void twoClaimsNeverShareAVolume() {
    world.client.create(volume("pv", "Retain"));
    world.settle();
    world.client.create(claim("a", "manual"));
    world.client.create(claim("b", "manual"));
    world.settle();
    assertThat(world.all(PersistentVolumeClaim.class))
        .extracting(c -> c.getStatus().getPhase())
        .containsExactlyInAnyOrder("Bound", "Pending");
    assertThat(world.events("ProvisioningFailed"))
        .containsExactly("storageclass.storage.k8s.io \"manual\" not found");
  }

  @Test
  void ourOwnVolumesComeAndGoWithTheirClaims() {
    world.client.create(localPath());
    var claim = claim("claim", "local").toBuilder();
    claim.getMetadataBuilder().putAnnotations("volume.kubernetes.io/selected-node", "n1");
    world.client.create(claim.build());
    world.pass(Duration.ofSeconds(20));
    assertThat(world.get(PersistentVolumeClaim.class, "claim").getStatus().getPhase())
        .isEqualTo("Bound");

    delete("claim");
    var deleter = world.all(Pod.class).getFirst();
    assertThat(deleter.getMetadata().getName())
        .isEqualTo("deleter-for-" + volume().getMetadata().getName());
    world.client.updateStatus(
        deleter.toBuilder().setStatus(PodStatus.newBuilder().setPhase("Succeeded")).build());
    world.settle();
    assertThat(world.all(PersistentVolume.class)).isEmpty();
    assertThat(world.all(Pod.class)).isEmpty();
  }

  @Test
  void anEphemeralVolumeGetsAClaimOfItsPod() {
    var pod = pod("web", "unused").toBuilder();
    var volume = Volume.newBuilder().setName("scratch");
    volume
        .getVolumeSourceBuilder()
        .getEphemeralBuilder()
        .getVolumeClaimTemplateBuilder()
        .setSpec(claim("x", "manual").getSpec());
    pod.getSpecBuilder().clearVolumes().addVolumes(volume);
    world.client.create(pod.build());
    world.client.create(claim("web-other", "manual"));
    world.settle();
    var made = world.get(PersistentVolumeClaim.class, "web-scratch");
    assertThat(made.getMetadata().getOwnerReferences(0).getName()).isEqualTo("web");
  }

  private void delete(String claim) {
    world.client.delete(
        PersistentVolumeClaim.class, key(claim), DeleteOptions.getDefaultInstance());
    world.settle();
  }

  private PersistentVolume volume() {
    return world.all(PersistentVolume.class).getFirst();
  }

  private static ObjectKey key(String name) {
    return new ObjectKey(World.NS, name);
  }

  private static PersistentVolume volume(String name, String policy) {
    var volume = PersistentVolume.newBuilder();
    volume.getMetadataBuilder().setName(name);
    volume
        .getSpecBuilder()
        .putCapacity("storage", SIZE)
        .addAllAccessModes(List.of("ReadWriteOnce"))
        .setStorageClassName("manual")
        .setPersistentVolumeReclaimPolicy(policy);
    return volume.build();
  }

  private static PersistentVolumeClaim claim(String name, String storageClass) {
    var claim = PersistentVolumeClaim.newBuilder();
    claim.getMetadataBuilder().setNamespace(World.NS).setName(name);
    claim.getSpecBuilder().addAccessModes("ReadWriteOnce").setStorageClassName(storageClass);
    claim.getSpecBuilder().getResourcesBuilder().putRequests("storage", SIZE);
    return claim.build();
  }

  private static StorageClass localPath() {
    var built =
        StorageClass.newBuilder()
            .setProvisioner("coxswain.dev/local-path")
            .setReclaimPolicy("Delete")
            .setVolumeBindingMode("WaitForFirstConsumer");
    built.getMetadataBuilder().setName("local");
    return built.build();
  }

  private static Pod pod(String name, String claim) {
    var pod = Pod.newBuilder();
    pod.getMetadataBuilder().setNamespace(World.NS).setName(name);
    var volume = Volume.newBuilder().setName("data");
    volume.getVolumeSourceBuilder().getPersistentVolumeClaimBuilder().setClaimName(claim);
    pod.getSpecBuilder()
        .setNodeName("n1")
        .addVolumes(volume)
        .addContainers(Container.newBuilder().setName("c").setImage("i"));
    return pod.build();
  }
}
