package dev.coxswain.controllermanager.garbage;

import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.controllermanager.garbage.Graph.Node;
import java.util.ArrayList;
import java.util.List;

/// Decides what becomes of an object in view of its owners and dependents. Pure.
final class GarbagePlanner {
  /// Where the owner behind a reference stands.
  enum OwnerState {
    /// It lives, or nobody can tell that it doesn't.
    SOLID,
    /// It is gone, or was another object.
    ABSENT,
    /// It is being deleted and waits for its dependents to go first.
    WAITING
  }

  record Owner(OwnerReference reference, OwnerState state) {}

  /// Everything one decision may look at.
  record View(Node node, List<Owner> owners, List<Node> dependents) {}

  /// What to do.
  sealed interface Action {
    record Nothing() implements Action {}

    /// Delete it.
    ///
    /// @param unblock dependents must not hold it back: they wait for their own dependents
    record Delete(String propagation, boolean unblock) implements Action {}

    /// It has other owners.
    record DropOwners(List<String> uids) implements Action {}

    /// Nothing holds it back any more.
    record DropFinalizer(String finalizer) implements Action {}

    /// Its dependents live on without it; then it may go.
    record OrphanDependents(List<Node> dependents) implements Action {}

    /// It waits for these to go first.
    record LookAt(List<String> uids) implements Action {}
  }

  private GarbagePlanner() {}

  static Action plan(View view) {
    var node = view.node();
    if (node.orphansDependents()) {
      return new Action.OrphanDependents(view.dependents());
    }
    if (node.waitsForDependents()) {
      return waiting(view);
    }
    if (node.deleting() || view.owners().isEmpty()) {
      return new Action.Nothing();
    }
    return orphanedOrNot(view);
  }

  private static Action waiting(View view) {
    var blocking = view.dependents().stream().filter(d -> d.blocks(view.node().uid())).toList();
    return blocking.isEmpty()
        ? new Action.DropFinalizer(Graph.FOREGROUND)
        : new Action.LookAt(blocking.stream().filter(d -> !d.deleting()).map(Node::uid).toList());
  }

  private static Action orphanedOrNot(View view) {
    var useless = new ArrayList<String>();
    boolean solid = false;
    boolean waiting = false;
    for (var owner : view.owners()) {
      switch (owner.state()) {
        case SOLID -> solid = true;
        case ABSENT -> useless.add(owner.reference().getUid());
        case WAITING -> {
          waiting = true;
          useless.add(owner.reference().getUid());
        }
      }
    }
    if (solid) {
      return useless.isEmpty() ? new Action.Nothing() : new Action.DropOwners(useless);
    }
    if (waiting && !view.dependents().isEmpty()) {
      boolean cycle = view.dependents().stream().anyMatch(Node::waitsForDependents);
      return new Action.Delete("Foreground", cycle);
    }
    return new Action.Delete(policy(view.node()), false);
  }

  private static String policy(Node node) {
    if (node.finalizers().contains(Graph.ORPHAN)) {
      return "Orphan";
    }
    return node.finalizers().contains(Graph.FOREGROUND) ? "Foreground" : "Background";
  }
}
