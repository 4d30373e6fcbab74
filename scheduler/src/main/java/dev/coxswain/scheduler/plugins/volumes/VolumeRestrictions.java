package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Keeps pods apart that can't use the same volume: disks that are mounted at one place at a time,
/// and claims that are for one pod only.
public final class VolumeRestrictions implements PreFilterPlugin, FilterPlugin {
  private static final Verdict DISK_TAKEN = Verdict.unschedulable("node(s) had no available disk");
  private static final Verdict CLAIM_TAKEN =
      Verdict.unschedulable(
          "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access"
              + " mode");
  private static final String ONE_POD = "ReadWriteOncePod";

  private final Storage storage;

  /// The names of the pod's claims that are for one pod only, and how often they are in use.
  private record Exclusive(Set<String> claims, int users) {}

  public VolumeRestrictions(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "VolumeRestrictions";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    boolean disks =
        pod.pod().getSpec().getVolumesList().stream().anyMatch(VolumeRestrictions::isExclusiveDisk);
    var claims = exclusiveClaims(pod);
    if (!disks && claims.isEmpty()) {
      return Verdict.SKIP;
    }
    int users = claims.isEmpty() ? 0 : users(snapshot, pod, claims);
    state.put(Exclusive.class, new Exclusive(claims, users));
    return Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    if (state.require(Exclusive.class).users() > 0) {
      return CLAIM_TAKEN;
    }
    for (var volume : pod.pod().getSpec().getVolumesList()) {
      if (isExclusiveDisk(volume) && isTaken(volume, node)) {
        return DISK_TAKEN;
      }
    }
    return Verdict.SUCCESS;
  }

  @Override
  public void with(CycleState state, PodView pod, PodView other, NodeView node) {
    change(state, pod, other, 1);
  }

  @Override
  public void without(CycleState state, PodView pod, PodView other, NodeView node) {
    change(state, pod, other, -1);
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.PodRemoved(var gone) -> sharesSomething(pod, gone);
      case ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.StorageChanged(PersistentVolumeClaim claim) ->
          PodClaims.of(pod.pod()).stream()
              .anyMatch(named -> named.key().name().equals(claim.getMetadata().getName()));
      default -> false;
    };
  }

  private void change(CycleState state, PodView pod, PodView other, int by) {
    state
        .get(Exclusive.class)
        .filter(exclusive -> uses(pod, other, exclusive.claims()))
        .ifPresent(exclusive ->
            state.put(Exclusive.class, new Exclusive(exclusive.claims(), exclusive.users() + by)));
  }

  private boolean sharesSomething(PodView pod, PodView gone) {
    return uses(pod, gone, exclusiveClaims(pod))
        || pod.pod().getSpec().getVolumesList().stream()
            .anyMatch(volume -> conflicts(volume, gone));
  }

  private Set<String> exclusiveClaims(PodView pod) {
    if (PodClaims.isEmpty(pod.pod())) {
      return Set.of();
    }
    var names = new TreeSet<String>();
    for (var claim : PodClaims.known(pod.pod(), storage.claims())) {
      if (claim.getSpec().getAccessModesList().contains(ONE_POD)) {
        names.add(claim.getMetadata().getName());
      }
    }
    return names;
  }

  private static int users(Snapshot snapshot, PodView pod, Set<String> claims) {
    int users = 0;
    for (var node : snapshot.nodes()) {
      for (var other : node.pods()) {
        users += uses(pod, other, claims) ? 1 : 0;
      }
    }
    return users;
  }

  private static boolean uses(PodView pod, PodView other, Set<String> claims) {
    return !claims.isEmpty()
        && pod.key().namespace().equals(other.key().namespace())
        && PodClaims.of(other.pod()).stream()
            .anyMatch(named -> claims.contains(named.key().name()));
  }

  private static boolean isExclusiveDisk(Volume volume) {
    var source = volume.getVolumeSource();
    return source.hasGcePersistentDisk()
        || source.hasAwsElasticBlockStore()
        || source.hasRbd()
        || source.hasIscsi();
  }

  private static boolean isTaken(Volume volume, NodeView node) {
    return node.pods().stream().anyMatch(other -> conflicts(volume, other));
  }

  private static boolean conflicts(Volume volume, PodView other) {
    return other.pod().getSpec().getVolumesList().stream().anyMatch(o -> conflict(volume, o));
  }

  private static boolean conflict(Volume a, Volume b) {
    var one = a.getVolumeSource();
    var two = b.getVolumeSource();
    if (one.hasGcePersistentDisk() && two.hasGcePersistentDisk()) {
      var disk = one.getGcePersistentDisk();
      var other = two.getGcePersistentDisk();
      return disk.getPdName().equals(other.getPdName())
          && !(disk.getReadOnly() && other.getReadOnly());
    }
    if (one.hasAwsElasticBlockStore() && two.hasAwsElasticBlockStore()) {
      return one.getAwsElasticBlockStore()
          .getVolumeID()
          .equals(two.getAwsElasticBlockStore().getVolumeID());
    }
    if (one.hasIscsi() && two.hasIscsi()) {
      return one.getIscsi().getIqn().equals(two.getIscsi().getIqn())
          && !(one.getIscsi().getReadOnly() && two.getIscsi().getReadOnly());
    }
    if (one.hasRbd() && two.hasRbd()) {
      var image = one.getRbd();
      var other = two.getRbd();
      return overlap(image.getMonitorsList(), other.getMonitorsList())
          && image.getPool().equals(other.getPool())
          && image.getImage().equals(other.getImage())
          && !(image.getReadOnly() && other.getReadOnly());
    }
    return false;
  }

  private static boolean overlap(List<String> a, List<String> b) {
    return !Collections.disjoint(a, b);
  }
}
