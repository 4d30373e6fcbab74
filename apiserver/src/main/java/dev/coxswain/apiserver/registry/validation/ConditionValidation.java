package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.meta.v1.Condition;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for conditions of the common type.
public final class ConditionValidation {
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");
  private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
  private static final Pattern REASON_PATTERN = Pattern.compile(REASON);
  private static final int MAX_REASON = 1024;
  private static final int MAX_MESSAGE = 32 * 1024;

  private ConditionValidation() {}

  public static void check(List<Condition> conditions, FieldPath path, Problems problems) {
    var types = new HashSet<String>();
    for (int i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      if (!types.add(condition.getType())) {
        problems.duplicate(path.index(i).child("type"), condition.getType());
      }
      checkOne(condition, path.index(i), problems);
    }
  }

  private static void checkOne(Condition condition, FieldPath path, Problems problems) {
    problems.invalid(
        path.child("type"), condition.getType(), Names.isQualifiedName(condition.getType()));
    problems.oneOf(path.child("status"), condition.getStatus(), STATUSES);
    problems.nonNegative(path.child("observedGeneration"), condition.getObservedGeneration());
    if (!condition.hasLastTransitionTime()) {
      problems.required(path.child("lastTransitionTime"), "must be set");
    }
    var reason = condition.getReason();
    if (reason.isEmpty()) {
      problems.required(path.child("reason"), "must be set");
    } else if (!REASON_PATTERN.matcher(reason).matches()) {
      problems.invalid(
          path.child("reason"),
          reason,
          Messages.regex(
              "a condition reason must start with alphabetic character, optionally followed by a"
                  + " string of alphanumeric characters or '_,:', and must end with an alphanumeric"
                  + " character or '_'",
              REASON,
              "my_name",
              "MY_NAME",
              "MyName",
              "ReasonA,ReasonB",
              "ReasonA:ReasonB"));
    } else if (reason.length() > MAX_REASON) {
      problems.tooLong(path.child("reason"), MAX_REASON);
    }
    if (condition.getMessage().length() > MAX_MESSAGE) {
      problems.tooLong(path.child("message"), MAX_MESSAGE);
    }
  }
}
