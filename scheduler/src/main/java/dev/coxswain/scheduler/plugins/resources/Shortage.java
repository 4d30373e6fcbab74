package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Resources;
import java.util.ArrayList;
import java.util.List;

/// What a node has too little of for a pod.
final class Shortage {
  private final List<String> reasons = new ArrayList<>();
  private boolean hopeless;

  private Shortage() {}

  /// A node that could not hold the pod even if it were empty is [Verdict.Code#UNRESOLVABLE].
  static Verdict of(PodView pod, NodeView node, NodeResourcesFit.Ignored ignored) {
    if (fits(pod.requests(), node, ignored) && node.pods().size() < node.allowedPods()) {
      return Verdict.SUCCESS;
    }
    var shortage = new Shortage();
    if (node.pods().size() >= node.allowedPods()) {
      shortage.reasons.add("Too many pods");
    }
    shortage.compare(pod.requests(), node.allocatable(), node.requested(), ignored);
    return shortage.verdict();
  }

  // The way of almost all nodes, without an allocation.
  private static boolean fits(Resources asked, NodeView node, NodeResourcesFit.Ignored ignored) {
    var has = node.allocatable();
    var given = node.requested();
    if (!fits(asked.cpuMillis(), has.cpuMillis(), given.cpuMillis())
        || !fits(asked.memoryBytes(), has.memoryBytes(), given.memoryBytes())
        || !fits(asked.ephemeralBytes(), has.ephemeralBytes(), given.ephemeralBytes())) {
      return false;
    }
    for (var other : asked.others().entrySet()) {
      var name = other.getKey();
      if (!ignored.contains(name) && !fits(other.getValue(), has.other(name), given.other(name))) {
        return false;
      }
    }
    return true;
  }

  // Who asks for nothing gets it from a node that is promised away more than once, too.
  private static boolean fits(long asked, long has, long given) {
    return asked == 0 || asked <= has - given;
  }

  private void compare(
      Resources asked, Resources has, Resources given, NodeResourcesFit.Ignored ignored) {
    compare("cpu", asked.cpuMillis(), has.cpuMillis(), given.cpuMillis());
    compare("memory", asked.memoryBytes(), has.memoryBytes(), given.memoryBytes());
    compare(
        "ephemeral-storage", asked.ephemeralBytes(), has.ephemeralBytes(), given.ephemeralBytes());
    asked
        .others()
        .forEach((name, value) -> {
          if (!ignored.contains(name)) {
            compare(name, value, has.other(name), given.other(name));
          }
        });
  }

  private void compare(String name, long asked, long has, long given) {
    if (!fits(asked, has, given)) {
      reasons.add("Insufficient " + name);
      hopeless |= asked > has;
    }
  }

  private Verdict verdict() {
    return new Verdict(hopeless ? Verdict.Code.UNRESOLVABLE : Verdict.Code.UNSCHEDULABLE, reasons);
  }
}
