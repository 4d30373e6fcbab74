package dev.coxswain.scheduler;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.PodView;

/// Passes on what informers see: pods with a node and nodes to the cluster's state, pods without
/// one to the queue, and to sleeping pods what may help them.
public final class ClusterObserver {
  private final String schedulerName;
  private final ClusterState cluster;
  private final SchedulingQueue queue;

  public ClusterObserver(String schedulerName, ClusterState cluster, SchedulingQueue queue) {
    this.schedulerName = schedulerName;
    this.cluster = cluster;
    this.queue = queue;
  }

  /// Begins to listen.
  public void observe(InformerFactory informers) {
    informers.informer(Node.class).addHandler(nodes());
    informers.informer(Pod.class).addHandler(pods());
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
      }
    };
  }

  private void see(Pod pod) {
    if (isOver(pod)) {
      lose(pod);
    } else if (!pod.getSpec().getNodeName().isEmpty()) {
      queue.remove(uid(pod));
      cluster.putPod(PodView.of(pod));
    } else if (pod.getSpec().getSchedulerName().equals(schedulerName)) {
      seeWaiting(pod);
    }
  }

  private void seeWaiting(Pod pod) {
    if (pod.getMetadata().hasDeletionTimestamp()) {
      queue.remove(uid(pod));
    } else if (!cluster.isPlaced(uid(pod))) {
      queue.put(PodView.of(pod));
    }
  }

  private void lose(Pod pod) {
    queue.remove(uid(pod));
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
