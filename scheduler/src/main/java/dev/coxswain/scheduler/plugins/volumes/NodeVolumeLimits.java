package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules out nodes to which no more volumes of a CSI driver can be attached.
public final class NodeVolumeLimits implements PreFilterPlugin, FilterPlugin {
  private static final Verdict FULL = Verdict.unschedulable("node(s) exceed max volume count");

  private final Storage storage;

  /// A volume as its driver knows it.
  private record Attached(String driver, String handle) {}

  private record Wanted(Set<Attached> volumes) {}

  public NodeVolumeLimits(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "NodeVolumeLimits";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    var wanted = volumes(pod.pod());
    state.put(Wanted.class, new Wanted(wanted));
    return wanted.isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    var limits = limits(node.name());
    if (limits.isEmpty()) {
      return Verdict.SUCCESS;
    }
    var there = there(node);
    var more = new HashMap<String, Integer>();
    for (var volume : state.require(Wanted.class).volumes()) {
      if (!there.contains(volume)) {
        more.merge(volume.driver(), 1, Integer::sum);
      }
    }
    for (var driver : more.entrySet()) {
      var limit = limits.get(driver.getKey());
      if (limit != null && count(there, driver.getKey()) + driver.getValue() > limit) {
        return FULL;
      }
    }
    return Verdict.SUCCESS;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.PodRemoved(var gone) -> !volumes(gone.pod()).isEmpty();
      case ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.StorageChanged(var object) ->
          object instanceof CSINode
              || object instanceof PersistentVolumeClaim
              || object instanceof VolumeAttachment;
      default -> false;
    };
  }

  private Map<String, Integer> limits(String node) {
    var limits = new HashMap<String, Integer>();
    storage
        .csiNodes()
        .get(ObjectKey.clusterScoped(node))
        .ifPresent(csiNode ->
            csiNode.getSpec().getDriversList().stream()
                .filter(driver -> driver.getAllocatable().hasCount())
                .forEach(d -> limits.put(d.getName(), d.getAllocatable().getCount())));
    return limits;
  }

  /// Volumes of the node's pods, and whatever else is attached to it.
  private Set<Attached> there(NodeView node) {
    var there = new LinkedHashSet<Attached>();
    node.pods().forEach(pod -> there.addAll(volumes(pod.pod())));
    for (var attachment : storage.attachments().list()) {
      if (attachment.getSpec().getNodeName().equals(node.name())) {
        storage
            .volume(attachment.getSpec().getSource().getPersistentVolumeName())
            .filter(volume -> volume.getSpec().getPersistentVolumeSource().hasCsi())
            .map(volume -> volume.getSpec().getPersistentVolumeSource().getCsi())
            .ifPresent(csi -> there.add(new Attached(csi.getDriver(), csi.getVolumeHandle())));
      }
    }
    return there;
  }

  private static int count(Set<Attached> volumes, String driver) {
    return (int) volumes.stream().filter(volume -> volume.driver().equals(driver)).count();
  }

  private Set<Attached> volumes(Pod pod) {
    if (pod.getSpec().getVolumesCount() == 0) {
      return Set.of();
    }
    var found = new LinkedHashSet<Attached>();
    for (var claim : PodClaims.known(pod, storage.claims())) {
      volume(claim).ifPresent(found::add);
    }
    for (var volume : pod.getSpec().getVolumesList()) {
      inline(pod, volume).ifPresent(found::add);
    }
    return found;
  }

  /// A claim without a volume will have one of its class's driver.
  private Optional<Attached> volume(PersistentVolumeClaim claim) {
    var volume = storage.volume(claim.getSpec().getVolumeName());
    if (volume.isPresent()) {
      return volume
          .map(v -> v.getSpec().getPersistentVolumeSource())
          .filter(source -> source.hasCsi())
          .map(source ->
              new Attached(source.getCsi().getDriver(), source.getCsi().getVolumeHandle()));
    }
    return storage
        .storageClass(claim)
        .map(c -> new Attached(c.getProvisioner(), "claim " + Metadata.key(claim)));
  }

  private static Optional<Attached> inline(Pod pod, Volume volume) {
    return volume.getVolumeSource().hasCsi()
        ? Optional.of(
            new Attached(
                volume.getVolumeSource().getCsi().getDriver(),
                "pod " + Metadata.key(pod) + " " + volume.getName()))
        : Optional.empty();
  }
}
