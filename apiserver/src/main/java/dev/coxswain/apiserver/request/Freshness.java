package dev.coxswain.apiserver.request;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `resourceVersion` and `resourceVersionMatch` of a read demand.
sealed interface Freshness {
  String EXACT = "Exact";
  String NOT_OLDER = "NotOlderThan";

  /// Everything written before the request.
  record Latest() implements Freshness {}

  /// Whatever is at hand.
  record Any() implements Freshness {}

  record NotOlderThan(long revision) implements Freshness {}

  record Exactly(long revision) implements Freshness {}

  /// The page of a list that began at a revision.
  record Continued(ContinueToken token) implements Freshness {}

  static Freshness ofGet(String resourceVersion) {
    if (resourceVersion.isEmpty()) {
      return new Latest();
    }
    long revision = revision(resourceVersion);
    return revision == 0 ? new Any() : new NotOlderThan(revision);
  }

  static Freshness ofList(ListSelection asked) {
    checkMatch(asked);
    if (!asked.continueToken().isEmpty()) {
      if (!asked.resourceVersion().isEmpty() && !asked.resourceVersion().equals("0")) {
        throw Refusals.badRequest("specifying resource version is not allowed when using continue");
      }
      return new Continued(ContinueToken.decode(asked.continueToken()));
    }
    var plain = ofGet(asked.resourceVersion());
    boolean exact =
        asked.resourceVersionMatch().equals(EXACT)
            || (asked.resourceVersionMatch().isEmpty() && asked.limit() > 0);
    return exact && plain instanceof NotOlderThan(long revision) ? new Exactly(revision) : plain;
  }

  static long revision(String resourceVersion) {
    try {
      return Long.parseUnsignedLong(resourceVersion);
    } catch (NumberFormatException e) {
      throw Refusals.badRequest(
          "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
              .formatted(resourceVersion, resourceVersion));
    }
  }

  /// The rules of watches on the same options.
  static void checkWatch(ListSelection asked, Optional<Boolean> sendInitialEvents) {
    var match = asked.resourceVersionMatch();
    var errors = new ArrayList<FieldError>();
    if (sendInitialEvents.isEmpty() && !match.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              matchPath(),
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (sendInitialEvents.isPresent() && !match.equals(NOT_OLDER)) {
      errors.add(
          match.isEmpty()
              ? FieldError.forbidden(
                  matchPath(),
                  "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
              : FieldError.notSupported(matchPath(), match, List.of(NOT_OLDER)));
    }
    refuse(errors);
  }

  private static void checkMatch(ListSelection asked) {
    var match = asked.resourceVersionMatch();
    if (match.isEmpty()) {
      return;
    }
    var errors = new ArrayList<FieldError>();
    if (!asked.continueToken().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              matchPath(), "resourceVersionMatch is forbidden when continue is provided"));
    }
    if (asked.resourceVersion().isEmpty()) {
      errors.add(
          FieldError.forbidden(
              matchPath(), "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    }
    if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
      errors.add(FieldError.notSupported(matchPath(), match, List.of(EXACT, NOT_OLDER, "")));
    }
    if (match.equals(EXACT) && asked.resourceVersion().equals("0")) {
      errors.add(
          FieldError.forbidden(
              matchPath(),
              "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\""));
    }
    refuse(errors);
  }

  private static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw Refusals.invalidOptions("ListOptions", errors);
    }
  }

  private static FieldPath matchPath() {
    return FieldPath.of("resourceVersionMatch");
  }
}
