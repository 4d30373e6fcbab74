package dev.coxswain.apiserver.request;

/// What `resourceVersion` and `resourceVersionMatch` of a read demand.
sealed interface Freshness {

  /// Everything written before the request.
  record Latest() implements Freshness {}

  /// Whatever is at hand.
  record Any() implements Freshness {}

  record NotOlderThan(long revision) implements Freshness {}

  record Exactly(long revision) implements Freshness {}

  /// The page of a list that began at a revision.
  record Continued(ContinueToken token) implements Freshness {}

  /// @throws BadRevision if the text is no revision
  static Freshness ofGet(String resourceVersion) throws BadRevision {
    if (resourceVersion.isEmpty()) {
      return new Latest();
    }
    long revision = BadRevision.orRevision(resourceVersion);
    return revision == 0 ? new Any() : new NotOlderThan(revision);
  }

  /// Of options that passed [ListRules].
  static Freshness ofList(ListSelection asked) {
    if (!asked.continueToken().isEmpty()) {
      var token = ContinueToken.decode(asked.continueToken());
      if (!asked.resourceVersion().isEmpty() && !asked.resourceVersion().equals("0")) {
        throw Refusals.badRequest("specifying resource version is not allowed when using continue");
      }
      return new Continued(token);
    }
    Freshness plain;
    try {
      plain = ofGet(asked.resourceVersion());
    } catch (BadRevision e) {
      throw Refusals.badRequest("invalid resource version: " + e.getMessage());
    }
    boolean exact =
        asked.resourceVersionMatch().equals(ListRules.EXACT)
            || (asked.resourceVersionMatch().isEmpty() && asked.limit() > 0);
    return exact && plain instanceof NotOlderThan(long revision) ? new Exactly(revision) : plain;
  }
}
