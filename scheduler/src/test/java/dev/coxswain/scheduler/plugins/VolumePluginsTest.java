package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSINodeDriver;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Nodes.Part;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What volumes that exist already say about nodes.
class VolumePluginsTest {
  private static final String YES = "";
  private static final String DISK = "node(s) had no available disk";
  private static final String ONE_POD =
      "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access"
          + " mode";
  private static final String ZONE = "node(s) had no available volume zone";
  private static final String FULL = "node(s) exceed max volume count";
  private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String NEW_ZONE = "topology.kubernetes.io/zone";

  @ParameterizedTest(name = "{0}")
  @MethodSource({"disks", "claimsOfOnePod", "zones", "limits"})
  void decides(
      String what,
      String plugin,
      List<Message> objects,
      PodView pod,
      List<NodeView> nodes,
      String wanted) {
    var found = Cluster.with(objects.toArray(Message[]::new)).pluginSet().named(plugin);
    assertThat(reasons(found.orElseThrow(), pod, nodes)).isEqualTo(wanted);
  }

  /// Why the first of the nodes won't do.
  private static String reasons(Object plugin, PodView pod, List<NodeView> nodes) {
    var state = new CycleState();
    var verdict = ((PreFilterPlugin) plugin).preFilter(state, pod, Snapshot.of(nodes));
    if (verdict.code() == Verdict.Code.SUCCESS) {
      verdict = ((FilterPlugin) plugin).filter(state, pod, nodes.getFirst());
    }
    return String.join(", ", verdict.reasons());
  }

  static Stream<Arguments> disks() {
    var disk = gce("d", false);
    var readOnly = gce("d", true);
    return Stream.of(
        disk("a disk that nobody uses", disk, gce("x", false), YES),
        disk("a disk in use", disk, disk, DISK),
        disk("both only read", readOnly, readOnly, YES),
        disk("one of them writes", readOnly, disk, DISK),
        disk("a disk for one machine, even to read", aws("d", true), aws("d", true), DISK),
        disk("the same name elsewhere", disk, aws("d", false), YES),
        disk("a target in use", iscsi("iqn"), iscsi("iqn"), DISK),
        disk("another target", iscsi("iqn"), iscsi("other"), YES),
        disk("an image in use", rbd("image", "m1", "m2"), rbd("image", "m2"), DISK),
        disk("an image of another cluster", rbd("image", "m1"), rbd("image", "m2"), YES),
        disk("another image", rbd("image", "m1"), rbd("other", "m1"), YES));
  }

  static Stream<Arguments> claimsOfOnePod() {
    var one = claim("data", "", "ReadWriteOncePod");
    var many = claim("data", "", "ReadWriteOnce");
    var user = using("x", claimed("data"));
    var empty = Nodes.view(node("a"));
    return Stream.of(
        claims("nobody uses it", one, List.of(empty), YES),
        claims("in use here", one, List.of(Nodes.view(node("a"), user)), ONE_POD),
        claims("in use on another node", one, List.of(empty, Nodes.view(node("b"), user)), ONE_POD),
        claims("for several pods", many, List.of(Nodes.view(node("a"), user)), YES),
        claims(
            "another claim in use",
            one,
            List.of(Nodes.view(node("a"), using("x", claimed("other")))),
            YES));
  }

  static Stream<Arguments> zones() {
    return Stream.of(
        zone("no claim with a volume", NEW_ZONE, List.of(claim("data", "")), YES),
        zone("a volume of no zone", NEW_ZONE, boundTo(volume("v")), YES),
        zone("the same zone", NEW_ZONE, boundTo(inZone(NEW_ZONE, "1")), YES),
        zone("another zone", NEW_ZONE, boundTo(inZone(NEW_ZONE, "2")), ZONE),
        zone("a zone among several", NEW_ZONE, boundTo(inZone(NEW_ZONE, "2__1")), YES),
        zone("not a zone among several", NEW_ZONE, boundTo(inZone(NEW_ZONE, "2__11")), ZONE),
        zone("a node of no zone", "other", boundTo(inZone(NEW_ZONE, "1")), YES),
        zone("a node of another kind of place", REGION, boundTo(inZone(NEW_ZONE, "1")), ZONE),
        zone(
            "a volume that is gone",
            NEW_ZONE,
            List.of(claim("data", "v")),
            "persistentvolume \"v\" not found"),
        zone("the old label on both", OLD_ZONE, boundTo(inZone(OLD_ZONE, "1")), YES),
        zone("the old label on the volume", NEW_ZONE, boundTo(inZone(OLD_ZONE, "1")), YES));
  }

  static Stream<Arguments> limits() {
    var there = List.of(claim("x", "vx"), csi("vx", "hx"), claim("data", "v"), csi("v", "h"));
    var elsewhere = attachment("b", "vx");
    var here = attachment("a", "vx");
    var provisioned = List.of(claim("data", ""), storageClass());
    return Stream.of(
        limit("no limit known", List.of(claim("data", "v"), csi("v", "h")), YES),
        limit("room for one", with(there, csiNode(1)), YES),
        limit("no room", with(there, csiNode(0)), FULL),
        limit("room for one that a pod has", with(there, csiNode(1)), FULL, using("x", "x")),
        limit("room for two", with(there, csiNode(2)), YES, using("x", "x")),
        limit("the same volume counts once", with(there, csiNode(1)), YES, using("y", "data")),
        limit("what is attached counts", with(there, csiNode(1), here), FULL),
        limit("what is attached elsewhere does not", with(there, csiNode(1), elsewhere), YES),
        limit(
            "a pod's volume that is attached", with(there, csiNode(2), here), YES, using("x", "x")),
        limit("a volume to be provisioned", with(provisioned, csiNode(0)), FULL),
        limit("another driver", List.of(claim("data", "v"), volume("v"), csiNode(0)), YES));
  }

  private static Arguments disk(
      String what, VolumeSource wanted, VolumeSource used, String answer) {
    var node = Nodes.view(node("a"), using("x", used));
    return arguments(
        what, "VolumeRestrictions", List.of(), using("p", wanted), List.of(node), answer);
  }

  private static Arguments claims(String what, Message claim, List<NodeView> nodes, String answer) {
    return arguments(
        what, "VolumeRestrictions", List.of(claim), using("p", claimed("data")), nodes, answer);
  }

  private static Arguments zone(String what, String label, List<Message> objects, String answer) {
    Part inOne = labelled(label, "1");
    var nodes = List.of(Nodes.view(node("a", inOne)));
    return arguments(what, "VolumeZone", objects, using("p", claimed("data")), nodes, answer);
  }

  private static Arguments limit(
      String what, List<Message> objects, String answer, PodView... there) {
    var nodes = List.of(Nodes.view(node("a"), there));
    return arguments(what, "NodeVolumeLimits", objects, using("p", claimed("data")), nodes, answer);
  }

  private static List<Message> with(List<? extends Message> objects, Message... more) {
    return Stream.concat(objects.stream(), Stream.of(more)).<Message>map(o -> o).toList();
  }

  private static List<Message> boundTo(PersistentVolume volume) {
    return List.of(claim("data", "v"), volume);
  }

  private static PodView using(String pod, String claim) {
    return using(pod, claimed(claim));
  }

  private static PodView using(String name, VolumeSource source) {
    var pod = Pods.pod(name).toBuilder();
    pod.getSpecBuilder().addVolumes(Volume.newBuilder().setName("v").setVolumeSource(source));
    return PodView.of(pod.build());
  }

  private static VolumeSource claimed(String claim) {
    return source(s -> s.getPersistentVolumeClaimBuilder().setClaimName(claim));
  }

  private static VolumeSource gce(String disk, boolean readOnly) {
    return source(s -> s.getGcePersistentDiskBuilder().setPdName(disk).setReadOnly(readOnly));
  }

  private static VolumeSource aws(String id, boolean readOnly) {
    return source(s -> s.getAwsElasticBlockStoreBuilder().setVolumeID(id).setReadOnly(readOnly));
  }

  private static VolumeSource iscsi(String target) {
    return source(s -> s.getIscsiBuilder().setIqn(target));
  }

  private static VolumeSource rbd(String image, String... monitors) {
    return source(s -> s.getRbdBuilder().setImage(image).addAllMonitors(List.of(monitors)));
  }

  private static VolumeSource source(Consumer<VolumeSource.Builder> edit) {
    var source = VolumeSource.newBuilder();
    edit.accept(source);
    return source.build();
  }

  private static PersistentVolumeClaim claim(String name, String volume, String... modes) {
    var claim = PersistentVolumeClaim.newBuilder();
    claim.getMetadataBuilder().setNamespace("default").setName(name);
    claim
        .getSpecBuilder()
        .addAllAccessModes(List.of(modes))
        .setVolumeName(volume)
        .setStorageClassName("class");
    return claim.build();
  }

  private static StorageClass storageClass() {
    var made = StorageClass.newBuilder().setProvisioner("example.com/disks");
    made.getMetadataBuilder().setName("class");
    return made.build();
  }

  private static PersistentVolume volume(String name) {
    var volume = PersistentVolume.newBuilder();
    volume.getMetadataBuilder().setName(name);
    return volume.build();
  }

  private static PersistentVolume inZone(String label, String zone) {
    var volume = volume("v").toBuilder();
    volume.getMetadataBuilder().putLabels(label, zone);
    return volume.build();
  }

  private static PersistentVolume csi(String name, String handle) {
    var volume = volume(name).toBuilder();
    volume
        .getSpecBuilder()
        .getPersistentVolumeSourceBuilder()
        .getCsiBuilder()
        .setDriver("example.com/disks")
        .setVolumeHandle(handle);
    return volume.build();
  }

  private static CSINode csiNode(int limit) {
    var driver = CSINodeDriver.newBuilder().setName("example.com/disks");
    driver.getAllocatableBuilder().setCount(limit);
    var csiNode = CSINode.newBuilder();
    csiNode.getMetadataBuilder().setName("a");
    csiNode.getSpecBuilder().addDrivers(driver);
    return csiNode.build();
  }

  private static VolumeAttachment attachment(String node, String volume) {
    var attachment = VolumeAttachment.newBuilder();
    attachment.getMetadataBuilder().setName("attached");
    attachment.getSpecBuilder().setNodeName(node).setAttacher("example.com/disks");
    attachment.getSpecBuilder().getSourceBuilder().setPersistentVolumeName(volume);
    return attachment.build();
  }
}
