package dev.coxswain.scheduler.plugins.taints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// What pods put up with.
public final class Tolerations {
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String NO_EXECUTE = "NoExecute";
  public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";

  private Tolerations() {}

  /// Whether any of the pod's tolerations is for this taint.
  public static boolean tolerates(PodView pod, Taint taint) {
    return tolerate(pod.pod().getSpec().getTolerationsList(), taint);
  }

  /// Whether they are for all of the node's taints that keep pods off.
  public static boolean tolerateAll(List<Toleration> tolerations, Node node) {
    return tolerateAll(tolerations, node.getSpec().getTaintsList());
  }

  static boolean tolerateAll(List<Toleration> tolerations, List<Taint> taints) {
    for (var taint : taints) {
      if (keepsOff(taint) && !tolerate(tolerations, taint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean keepsOff(Taint taint) {
    return taint.getEffect().equals(NO_SCHEDULE) || taint.getEffect().equals(NO_EXECUTE);
  }

  private static boolean tolerate(List<Toleration> tolerations, Taint taint) {
    for (var toleration : tolerations) {
      if (matches(toleration, taint)) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(Toleration toleration, Taint taint) {
    if (!toleration.getEffect().isEmpty() && !toleration.getEffect().equals(taint.getEffect())) {
      return false;
    }
    if (!toleration.getKey().isEmpty() && !toleration.getKey().equals(taint.getKey())) {
      return false;
    }
    return switch (toleration.getOperator()) {
      case "", "Equal" -> toleration.getValue().equals(taint.getValue());
      case "Exists" -> true;
      default -> false;
    };
  }
}
