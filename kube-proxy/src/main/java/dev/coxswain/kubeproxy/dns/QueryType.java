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

  boolean wants(Answer.Data data) {
    return switch (this) {
      case ANY -> true;
      case OTHER -> false;
      case A -> data instanceof Answer.Data.A || data instanceof Answer.Data.Alias;
      case CNAME -> data instanceof Answer.Data.Alias;
      case SRV -> data instanceof Answer.Data.Srv;
      case PTR -> data instanceof Answer.Data.Ptr;
      case TXT -> data instanceof Answer.Data.Txt;
    };
  }
}
