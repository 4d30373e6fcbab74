package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.ListSelection;

/// The query parameters of lists and watches.
final class ListParameters {
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
}
