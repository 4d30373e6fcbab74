package dev.coxswain.controllermanager.framework;

import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.core.v1.Toleration;

/// What tolerates taints. Pure.
public final class Taints {
  public static final String NO_EXECUTE = "NoExecute";

  private Taints() {}

  public static boolean tolerates(Toleration toleration, Taint taint) {
    if (!toleration.getEffect().isEmpty() && !toleration.getEffect().equals(taint.getEffect())) {
      return false;
    }
    if (!toleration.getKey().isEmpty() && !toleration.getKey().equals(taint.getKey())) {
      return false;
    }
    return switch (toleration.getOperator()) {
      case "", "Equal" ->
          !toleration.getKey().isEmpty() && toleration.getValue().equals(taint.getValue());
      case "Exists" -> true;
      default -> false;
    };
  }
}
