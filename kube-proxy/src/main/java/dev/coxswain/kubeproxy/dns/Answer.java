package dev.coxswain.kubeproxy.dns;

import java.util.List;

/// What the zone says to one question.
sealed interface Answer {
  /// The name exists; records may be empty when it has none of the asked type.
  record Found(List<Data> records) implements Answer {
    public Found {
      records = List.copyOf(records);
    }
  }

  /// The name is in the zone and does not exist.
  record NoSuchName() implements Answer {}

  /// The name belongs to somebody else's zone.
  record NotOurs() implements Answer {}

  /// A record's owner and content. Names are lower case, without the last dot.
  sealed interface Data {
    String name();

    /// @param address dotted IPv4
    record A(String name, String address) implements Data {}

    record Alias(String name, String target) implements Data {}

    record Srv(String name, int port, String target) implements Data {}

    record Ptr(String name, String target) implements Data {}

    record Txt(String name, String text) implements Data {}
  }
}
