package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VolumeBindingTest {
  private static final String CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
  private static final String NONE = "node(s) didn't find available persistent volumes to bind";

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(String what, List<Message> objects, String wanted) {
    var plugin = Cluster.with(objects.toArray(Message[]::new)).pluginSet().named("VolumeBinding");
    var node = Nodes.view(node("a", labelled("zone", "1")));
    assertThat(reasons(plugin.orElseThrow(), node)).isEqualTo(wanted);
  }

  private static String reasons(Object plugin, dev.coxswain.scheduler.snapshot.NodeView node) {
    var state = new CycleState();
    var pod = claiming();
    var first = ((PreFilterPlugin) plugin).preFilter(state, pod, Snapshot.of(List.of(node)));
    var verdict = first.isRejection() ? first : ((FilterPlugin) plugin).filter(state, pod, node);
    return verdict.code() == Verdict.Code.SUCCESS ? "" : String.join(", ", verdict.reasons());
  }

  static Stream<Arguments> rows() {
    var late = storageClass("example.com/disks");
    var byHand = storageClass("kubernetes.io/no-provisioner");
    return Stream.of(
        row("no claim", "persistentvolumeclaim \"data\" not found"),
        row("no class that waits", "pod has unbound immediate PersistentVolumeClaims", claim("")),
        row("bound, and in reach", "", bound(), volume("v", "1", "2Gi")),
        row("bound, and out of reach", CONFLICT, bound(), volume("v", "2", "2Gi")),
        row(
            "bound to nothing",
            "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
            bound()),
        row("to be provisioned", "", late, claim("late")),
        row("provisioned for another node", NONE, late, selected("b")),
        row("provisioned for this node", "", late, selected("a")),
        row(
            "made by hand: a volume that is there",
            "",
            byHand,
            claim("late"),
            volume("v", "1", "2Gi")),
        row("made by hand: out of reach", NONE, byHand, claim("late"), volume("v", "2", "2Gi")),
        row("made by hand: too small", NONE, byHand, claim("late"), volume("v", "1", "500Mi")));
  }

  private static Arguments row(String what, String wanted, Message... objects) {
    return arguments(what, List.of(objects), wanted);
  }

  private static PodView claiming() {
    var volume = Volume.newBuilder().setName("data");
    volume.getVolumeSourceBuilder().getPersistentVolumeClaimBuilder().setClaimName("data");
    var pod = Pods.pod("p").toBuilder();
    pod.getSpecBuilder().addVolumes(volume);
    return PodView.of(pod.build());
  }

  private static StorageClass storageClass(String provisioner) {
    return StorageClass.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName("late"))
        .setProvisioner(provisioner)
        .setVolumeBindingMode("WaitForFirstConsumer")
        .build();
  }

  private static PersistentVolumeClaim claim(String storageClass) {
    var claim = PersistentVolumeClaim.newBuilder();
    claim.getMetadataBuilder().setNamespace("default").setName("data");
    claim.getSpecBuilder().addAccessModes("ReadWriteOnce").setStorageClassName(storageClass);
    claim.getSpecBuilder().getResourcesBuilder().putRequests("storage", quantity("1Gi"));
    return claim.build();
  }

  private static PersistentVolumeClaim bound() {
    var claim = claim("").toBuilder();
    claim.getSpecBuilder().setVolumeName("v");
    claim.getMetadataBuilder().putAnnotations("pv.kubernetes.io/bind-completed", "yes");
    return claim.build();
  }

  private static PersistentVolumeClaim selected(String node) {
    var claim = claim("late").toBuilder();
    claim.getMetadataBuilder().putAnnotations("volume.kubernetes.io/selected-node", node);
    return claim.build();
  }

  private static PersistentVolume volume(String name, String zone, String capacity) {
    var volume = PersistentVolume.newBuilder();
    volume.getMetadataBuilder().setName(name);
    volume.getStatusBuilder().setPhase("Available");
    volume
        .getSpecBuilder()
        .addAccessModes("ReadWriteOnce")
        .setStorageClassName("late")
        .putCapacity("storage", quantity(capacity));
    volume
        .getSpecBuilder()
        .getNodeAffinityBuilder()
        .getRequiredBuilder()
        .addNodeSelectorTerms(
            NodeSelectorTerm.newBuilder()
                .addMatchExpressions(
                    NodeSelectorRequirement.newBuilder()
                        .setKey("zone")
                        .setOperator("In")
                        .addValues(zone)));
    return volume.build();
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }
}
