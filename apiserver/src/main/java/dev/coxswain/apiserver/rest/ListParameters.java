package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.ListSelection;

/// The query parameters of lists and watches.
final class ListParameters {
  private ListParameters() {}

  /// @throws IllegalArgumentException with Go's words if a number is none
  static ListSelection selection(QueryParameters query) {
    timeoutSeconds(query);
    return new ListSelection(
        query.text("labelSelector"),
        query.text("fieldSelector"),
        query.text("resourceVersion"),
        query.text("resourceVersionMatch"),
        query.number("limit").orElse(0L),
        query.text("continue"));
  }

  /// Zero if nobody asked; only watches heed it.
  static long timeoutSeconds(QueryParameters query) {
    return query.number("timeoutSeconds").orElse(0L);
  }
}
