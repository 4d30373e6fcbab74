package dev.coxswain.scheduler;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Passes on what informers see: pods with a node and nodes to the cluster's state, pods without
/// one to the queue, and to sleeping pods what may help them.
public final class ClusterObserver {
  private static final List<Class<? extends Message>> STORAGE =
      List.of(
          PersistentVolumeClaim.class,
          PersistentVolume.class,
          StorageClass.class,
          CSINode.class,
          CSIDriver.class,
          CSIStorageCapacity.class,
          VolumeAttachment.class);

  private final Profiles profiles;
  private final ClusterState cluster;
  private final Nominations nominations;
  private final SchedulingQueue queue;

  public ClusterObserver(
      Profiles profiles, ClusterState cluster, Nominations nominations, SchedulingQueue queue) {
    this.profiles = profiles;
    this.cluster = cluster;
    this.nominations = nominations;
    this.queue = queue;
  }

  /// Begins to listen.
  public void observe(InformerFactory informers) {
    informers.informer(Node.class).addHandler(nodes());
    informers.informer(Pod.class).addHandler(pods());
    STORAGE.forEach(type ->
        informers
            .informer(type)
            .addHandler(
                ResourceHandler.objects(
                    object -> queue.wake(new ClusterEvent.StorageChanged(object)))));
  }

  private ResourceHandler<Pod> pods() {
    return new ResourceHandler<>() {
      @Override
      public void onAdd(Pod pod) {
        see(pod);
      }

      @Override
      public void onUpdate(Pod before, Pod after) {
        if (!uid(before).equals(uid(after))) {
          lose(before);
        }
        see(after);
      }

      @Override
      public void onDelete(Pod last) {
        lose(last);
      }
    };
  }

  private ResourceHandler<Node> nodes() {
    return new ResourceHandler<>() {
      @Override
      public void onAdd(Node node) {
        cluster.putNode(node);
        queue.wake(new ClusterEvent.NodeAdded(node));
      }

      @Override
      public void onUpdate(Node before, Node after) {
        cluster.putNode(after);
        if (isWorthWaking(before, after)) {
          queue.wake(new ClusterEvent.NodeChanged(before, after));
        }
      }

      @Override
      public void onDelete(Node last) {
        cluster.removeNode(last.getMetadata().getName());
        queue.wake(new ClusterEvent.NodeRemoved(last));
      }
    };
  }

  private void see(Pod pod) {
    if (isOver(pod)) {
      lose(pod);
    } else if (!pod.getSpec().getNodeName().isEmpty()) {
      seePlaced(PodView.of(pod));
    } else {
      seeWaiting(PodView.of(pod));
    }
  }

  private void seePlaced(PodView pod) {
    queue.remove(pod.uid());
    nominations.remove(pod.uid());
    var before = cluster.pod(pod.uid());
    cluster.putPod(pod);
    if (before.isEmpty()) {
      queue.wake(new ClusterEvent.PodPlaced(pod));
    } else if (!before.get().labels().equals(pod.labels())
        || !before.get().requests().equals(pod.requests())) {
      queue.wake(new ClusterEvent.PodChanged(before.get(), pod));
    }
  }

  private void seeWaiting(PodView pod) {
    if (!profiles.isFor(pod)) {
      return;
    }
    if (!cluster.isPlaced(pod.uid())) {
      if (!pod.nominatedNodeName().isEmpty()) {
        nominations.put(pod, pod.nominatedNodeName());
      }
      queue.put(pod);
    }
  }

  private void lose(Pod pod) {
    queue.remove(uid(pod));
    nominations.remove(uid(pod));
    cluster
        .removePod(uid(pod))
        .ifPresent(removed -> queue.wake(new ClusterEvent.PodRemoved(removed)));
  }

  private static boolean isOver(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /// Heartbeats are not.
  private static boolean isWorthWaking(Node before, Node after) {
    return !before.getSpec().equals(after.getSpec())
        || !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap())
        || !before.getStatus().getAllocatableMap().equals(after.getStatus().getAllocatableMap());
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
