package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.ListSelection;
import java.util.List;
import java.util.Optional;

/// The query parameters of lists and watches.
final class ListParameters {
  private static final List<String> MATCHES = List.of("Exact", "NotOlderThan");

  private ListParameters() {}

  static ListSelection selection(QueryParameters query) {
    return new ListSelection(
        query.text("labelSelector"),
        query.text("fieldSelector"),
        query.text("resourceVersion"),
        query.text("resourceVersionMatch"),
        query.number("limit").orElse(0L),
        query.text("continue"));
  }

  /// @throws ApiException.Invalid if the parameters contradict each other
  static void checkList(QueryParameters query) {
    var match = query.text("resourceVersionMatch");
    var version = query.text("resourceVersion");
    if (!match.isEmpty()) {
      if (version.isEmpty()) {
        throw forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided");
      }
      if (!query.text("continue").isEmpty()) {
        throw forbidden("resourceVersionMatch is forbidden when continue is provided");
      }
      if (!MATCHES.contains(match)) {
        throw invalid(
            FieldError.notSupported(FieldPath.of("resourceVersionMatch"), match, MATCHES));
      }
      if (match.equals("Exact") && version.equals("0")) {
        throw forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
      }
    }
    if (query.has("sendInitialEvents")) {
      throw invalid(
          FieldError.forbidden(
              FieldPath.of("sendInitialEvents"), "sendInitialEvents is forbidden for list"));
    }
  }

  /// @throws ApiException.Invalid if the parameters contradict each other
  static void checkWatch(QueryParameters query) {
    var match = query.text("resourceVersionMatch");
    Optional<Boolean> initial = query.optionalFlag("sendInitialEvents");
    if (initial.isPresent() && !match.equals("NotOlderThan")) {
      throw forbidden("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (initial.isEmpty() && !match.isEmpty()) {
      throw forbidden(
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
  }

  private static ApiException forbidden(String why) {
    return invalid(FieldError.forbidden(FieldPath.of("resourceVersionMatch"), why));
  }

  private static ApiException invalid(FieldError error) {
    return ApiException.of(new Refusal.Invalid("ListOptions.meta.k8s.io", "", List.of(error)));
  }
}
