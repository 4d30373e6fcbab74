package dev.coxswain.kubelet.cluster;

import com.google.protobuf.Message;

/// Tells people what happened. Never blocks and never fails: an event that can't be sent is lost.
public interface Events {

  /// @param fieldPath the part of the object that it is about, such as `spec.containers{web}`;
  ///   empty for all of it
  void record(Message object, String fieldPath, Type type, String reason, String message);

  /// Whether somebody should look at it.
  enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /// As the API spells it.
    public String word() {
      return word;
    }
  }

  default void normal(Message object, String fieldPath, String reason, String message) {
    record(object, fieldPath, Type.NORMAL, reason, message);
  }

  default void warning(Message object, String fieldPath, String reason, String message) {
    record(object, fieldPath, Type.WARNING, reason, message);
  }
}
