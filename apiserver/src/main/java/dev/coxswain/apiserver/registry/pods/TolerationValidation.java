package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for tolerations, and for the effects that taints have too.
public final class TolerationValidation {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
  private static final List<String> OPERATORS = List.of("Equal", "Exists");

  private TolerationValidation() {}

  public static void check(List<Toleration> tolerations, FieldPath path, Problems problems) {
    for (int i = 0; i < tolerations.size(); i++) {
      checkOne(tolerations.get(i), path.index(i), problems);
    }
  }

  /// A toleration as messages show it.
  public static Object shown(Toleration toleration) {
    return GoStruct.of()
        .with("Key", toleration.getKey())
        .with("Operator", toleration.getOperator())
        .with("Value", toleration.getValue())
        .with("Effect", toleration.getEffect())
        .with(
            "TolerationSeconds",
            toleration.hasTolerationSeconds() ? toleration.getTolerationSeconds() : null)
        .tree();
  }

  private static void checkOne(Toleration toleration, FieldPath path, Problems problems) {
    if (!toleration.getKey().isEmpty()) {
      problems.invalid(
          path.child("key"), toleration.getKey(), Names.isQualifiedName(toleration.getKey()));
    }
    if (toleration.getKey().isEmpty() && !toleration.getOperator().equals("Exists")) {
      problems.invalid(
          path.child("operator"),
          toleration.getOperator(),
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (toleration.hasTolerationSeconds() && !toleration.getEffect().equals("NoExecute")) {
      problems.invalid(
          path.child("effect"),
          toleration.getEffect(),
          "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    checkOperator(toleration, path, problems);
    if (!toleration.getEffect().isEmpty()) {
      checkEffect(toleration.getEffect(), true, path.child("effect"), problems);
    }
  }

  private static void checkOperator(Toleration toleration, FieldPath path, Problems problems) {
    switch (toleration.getOperator()) {
      case "", "Equal" -> {
        var complaints = Names.isValidLabelValue(toleration.getValue());
        if (!complaints.isEmpty()) {
          problems.invalid(
              path.child("operator"), toleration.getValue(), String.join(";", complaints));
        }
      }
      case "Exists" -> {
        if (!toleration.getValue().isEmpty()) {
          problems.invalid(
              path.child("operator"),
              toleration.getValue(),
              "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> problems.notSupported(path.child("operator"), toleration.getOperator(), OPERATORS);
    }
  }

  public static void checkEffect(
      String effect, boolean allowEmpty, FieldPath path, Problems problems) {
    if (effect.isEmpty()) {
      if (!allowEmpty) {
        problems.required(path);
      }
    } else {
      problems.oneOf(path, effect, EFFECTS);
    }
  }
}
