package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.DaemonSetStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Decides which pods a daemon set needs where. Pure.
final class DaemonSetPlanner {
  private static final int BURST = 250;

  /// Everything one decision may look at.
  ///
  /// @param pods the set's own
  /// @param hash the present revision
  /// @param upToDate whether the view shows all that was done so far; if not, only the status is
  ///   told
  /// @param pause how long a failed pod has to stay on the node of this name
  record View(
      DaemonSet set,
      List<Node> nodes,
      List<Pod> pods,
      String hash,
      boolean upToDate,
      Function<String, Duration> pause) {}

  /// Everything one decision asks for.
  ///
  /// @param failedOn the nodes whose failed pods go
  /// @param lookAgain when time alone may change the decision
  record Plan(
      List<Pod> creations,
      List<Pod> deletions,
      List<String> failedOn,
      List<Note> notes,
      DaemonSetStatus status,
      Optional<Duration> lookAgain) {}

  /// An event.
  ///
  /// @param warning whether it is bad news
  record Note(boolean warning, String reason, String message) {}

  private final View view;
  private final Instant now;
  private final DaemonNodes nodes;
  private final List<Pod> creations = new ArrayList<>();
  private final List<Pod> deletions = new ArrayList<>();
  private final List<String> failedOn = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private Optional<Duration> lookAgain = Optional.empty();

  private DaemonSetPlanner(View view, Instant now) {
    this.view = view;
    this.now = now;
    this.nodes = new DaemonNodes(view.set(), view.nodes(), view.pods());
  }

  static Plan plan(View view, Instant now) {
    return new DaemonSetPlanner(view, now).plan();
  }

  private Plan plan() {
    if (view.upToDate()) {
      view.nodes().forEach(this::planNode);
      deletions.addAll(nodes.stranded());
      boolean steady = creations.isEmpty() && deletions.isEmpty();
      if (steady && view.set().getSpec().getUpdateStrategy().getType().equals("RollingUpdate")) {
        roll();
      }
    }
    return new Plan(
        first(creations), first(deletions), failedOn, notes, nodes.status(view, now), lookAgain);
  }

  private static List<Pod> first(List<Pod> pods) {
    return List.copyOf(pods.subList(0, Math.min(BURST, pods.size())));
  }

  private void planNode(Node node) {
    var pods = nodes.podsOn(node.getMetadata().getName());
    boolean wanted = false;
    switch (nodes.place(node.getMetadata().getName())) {
      case WANTED -> {
        wanted = pods.isEmpty();
        tidy(node, pods, true);
      }
      case TOLERATED -> tidy(node, pods, false);
      case FORBIDDEN -> pods.stream().filter(p -> !Pods.isDeleting(p)).forEach(deletions::add);
    }
    if (wanted && !nodes.surges()) {
      creations.add(pod(node.getMetadata().getName()));
    }
  }

  private Pod pod(String node) {
    return DaemonPods.create(view.set(), node, view.hash());
  }

  private void tidy(Node node, List<Pod> pods, boolean wanted) {
    var name = node.getMetadata().getName();
    pods.stream()
        .filter(p -> Pods.isFinished(p) && !Pods.isDeleting(p))
        .forEach(p -> replace(p, name));
    var running = pods.stream().filter(Pods::isActive).sorted(DaemonNodes.OLDEST_FIRST).toList();
    if (!nodes.surges()) {
      running.stream().skip(1).forEach(deletions::add);
    } else if (running.isEmpty()) {
      if (wanted) {
        creations.add(pod(name));
      }
    } else if (running.size() > 1) {
      keepTwo(running);
    }
  }

  private void replace(Pod pod, String node) {
    var key = Metadata.key(pod);
    if (!pod.getStatus().getPhase().equals("Failed")) {
      notes.add(
          new Note(
              false,
              "SucceededDaemonPod",
              "Found succeeded daemon pod %s on node %s, will try to delete it"
                  .formatted(key, node)));
      deletions.add(pod);
      return;
    }
    var pause = view.pause().apply(node);
    if (pause.isPositive()) {
      lookAgain = Optional.of(lookAgain.filter(d -> d.compareTo(pause) < 0).orElse(pause));
      return;
    }
    failedOn.add(node);
    notes.add(
        new Note(
            true,
            "FailedDaemonPod",
            "Found failed daemon pod %s on node %s, will try to kill it".formatted(key, node)));
    deletions.add(pod);
  }

  /// One of each revision may stay: the old one until the new one is available or it is of no use.
  private void keepTwo(List<Pod> running) {
    var fresh = running.stream().filter(this::hasHash).findFirst();
    var old = running.stream().filter(Predicate.not(this::hasHash)).findFirst();
    running.stream()
        .filter(p -> fresh.filter(p::equals).isEmpty() && old.filter(p::equals).isEmpty())
        .forEach(deletions::add);
    if (fresh.isPresent() && old.isPresent()) {
      boolean replaced =
          Pods.isAvailable(fresh.get(), view.set().getSpec().getMinReadySeconds(), now);
      if (replaced || !Pods.isReady(old.get())) {
        deletions.add(old.get());
      }
    }
  }

  private boolean hasHash(Pod pod) {
    return DaemonPods.hash(pod).equals(view.hash());
  }

  private void roll() {
    var step = DaemonRollout.step(view, nodes, now);
    step.nodes().forEach(node -> creations.add(pod(node)));
    deletions.addAll(step.deletions());
  }
}
