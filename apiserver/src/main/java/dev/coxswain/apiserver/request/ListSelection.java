package dev.coxswain.apiserver.request;

/// Which objects of a collection, and how fresh; the texts are the query parameters as they came.
///
/// @param limit 0 for no limit
public record ListSelection(
    String labelSelector,
    String fieldSelector,
    String resourceVersion,
    String resourceVersionMatch,
    long limit,
    String continueToken) {

  /// Everything, as of now.
  public static ListSelection all() {
    return new ListSelection("", "", "", "", 0, "");
  }

  public ListSelection withResourceVersion(String version) {
    return new ListSelection(
        labelSelector, fieldSelector, version, resourceVersionMatch, limit, continueToken);
  }
}
