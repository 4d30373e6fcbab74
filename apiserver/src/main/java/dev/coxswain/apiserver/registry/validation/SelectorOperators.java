package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.apimachinery.status.FieldPath;

/// The operators that all selectors share: `In` and `NotIn` want values, `Exists` and
/// `DoesNotExist` none.
public final class SelectorOperators {
  private SelectorOperators() {}

  /// Checks how many values come with the operator.
  ///
  /// @param path of the requirement
  /// @return whether it is one of them; for any other nothing is checked
  public static boolean check(String operator, int values, FieldPath path, Problems problems) {
    return switch (operator) {
      case "In", "NotIn" -> {
        if (values == 0) {
          problems.required(
              path.child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
        }
        yield true;
      }
      case "Exists", "DoesNotExist" -> {
        if (values > 0) {
          problems.forbidden(
              path.child("values"),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        yield true;
      }
      default -> false;
    };
  }
}
