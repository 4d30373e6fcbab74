package dev.coxswain.apiserver.request;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which options of a list or a watch contradict each other; every contradiction is named.
final class ListRules {
  static final String EXACT = "Exact";
  static final String NOT_OLDER = "NotOlderThan";

  private static final FieldPath MATCH = FieldPath.of("resourceVersionMatch");

  private ListRules() {}

  /// @throws dev.coxswain.apimachinery.status.ApiException.Invalid naming what does not fit
  static void checkList(ListSelection asked, Optional<Boolean> sendInitialEvents) {
    var errors = new ArrayList<FieldError>();
    var match = asked.resourceVersionMatch();
    if (!match.isEmpty()) {
      if (asked.resourceVersion().isEmpty()) {
        errors.add(
            forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided"));
      }
      addContinueError(asked, errors);
      if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
        errors.add(FieldError.notSupported(MATCH, match, List.of(EXACT, NOT_OLDER, "")));
      }
      if (match.equals(EXACT) && asked.resourceVersion().equals("0")) {
        errors.add(
            forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (sendInitialEvents.isPresent()) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
    }
    refuse(errors);
  }

  /// @throws dev.coxswain.apimachinery.status.ApiException.Invalid naming what does not fit
  static void checkWatch(ListSelection asked, Optional<Boolean> sendInitialEvents) {
    var errors = new ArrayList<FieldError>();
    var match = asked.resourceVersionMatch();
    if (sendInitialEvents.isPresent() && !match.equals(NOT_OLDER)) {
      errors.add(
          forbidden("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
    if (!match.isEmpty()) {
      if (sendInitialEvents.isEmpty()) {
        errors.add(
            forbidden(
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                    + " provided"));
      }
      if (!match.equals(NOT_OLDER)) {
        errors.add(FieldError.notSupported(MATCH, match, List.of(NOT_OLDER)));
      }
      addContinueError(asked, errors);
    }
    refuse(errors);
  }

  private static void addContinueError(ListSelection asked, List<FieldError> errors) {
    if (!asked.continueToken().isEmpty()) {
      errors.add(forbidden("resourceVersionMatch is forbidden when continue is provided"));
    }
  }

  private static FieldError forbidden(String why) {
    return FieldError.forbidden(MATCH, why);
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw Refusals.invalidOptions("ListOptions", errors);
    }
  }
}
