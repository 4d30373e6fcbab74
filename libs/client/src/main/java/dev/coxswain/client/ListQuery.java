package dev.coxswain.client;

/// Which objects of a resource a list or watch is about; texts are empty where nothing is asked.
///
/// @param namespace empty for all namespaces
/// @param resourceVersion for lists: not older than this (`0`: whatever is at hand; empty: the
///   newest); for watches: changes after this
/// @param limit how many objects one answer holds; 0 for all
/// @param continueToken from the answer before
public record ListQuery(
    String namespace,
    String labelSelector,
    String fieldSelector,
    String resourceVersion,
    String resourceVersionMatch,
    long limit,
    String continueToken) {
  private static final ListQuery ALL = new ListQuery("", "", "", "", "", 0, "");

  /// Everything, as of now.
  public static ListQuery all() {
    return ALL;
  }

  public static ListQuery in(String namespace) {
    return ALL.withNamespace(namespace);
  }

  public ListQuery withNamespace(String value) {
    return new ListQuery(
        value,
        labelSelector,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        limit,
        continueToken);
  }

  public ListQuery withLabelSelector(String value) {
    return new ListQuery(
        namespace,
        value,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        limit,
        continueToken);
  }

  public ListQuery withFieldSelector(String value) {
    return new ListQuery(
        namespace,
        labelSelector,
        value,
        resourceVersion,
        resourceVersionMatch,
        limit,
        continueToken);
  }

  public ListQuery withResourceVersion(String value) {
    return new ListQuery(
        namespace, labelSelector, fieldSelector, value, resourceVersionMatch, limit, continueToken);
  }

  public ListQuery withResourceVersionMatch(String value) {
    return new ListQuery(
        namespace, labelSelector, fieldSelector, resourceVersion, value, limit, continueToken);
  }

  public ListQuery withLimit(long value) {
    return new ListQuery(
        namespace,
        labelSelector,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        value,
        continueToken);
  }

  public ListQuery withContinueToken(String value) {
    return new ListQuery(
        namespace,
        labelSelector,
        fieldSelector,
        resourceVersion,
        resourceVersionMatch,
        limit,
        value);
  }
}
