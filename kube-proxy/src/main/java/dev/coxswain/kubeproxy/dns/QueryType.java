package dev.coxswain.kubeproxy.dns;

/// The record types that the zone holds; every other type finds a name without records.
enum QueryType {
  A,
  CNAME,
  SRV,
  PTR,
  TXT,
  ANY,
  OTHER;

  /// Whether who asks wants to know what is at the end of an alias.
  boolean followsAliases() {
    return this != CNAME && this != ANY;
  }

  /// An alias answers every question: what is asked for is to be found where it leads.
  boolean wants(Answer.Data data) {
    return data instanceof Answer.Data.Alias || asksFor(data);
  }

  private boolean asksFor(Answer.Data data) {
    return switch (this) {
      case ANY -> true;
      case OTHER, CNAME -> false;
      case A -> data instanceof Answer.Data.A;
      case SRV -> data instanceof Answer.Data.Srv;
      case PTR -> data instanceof Answer.Data.Ptr;
      case TXT -> data instanceof Answer.Data.Txt;
    };
  }
}
