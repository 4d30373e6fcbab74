package dev.coxswain.apiserver.admission;

import java.util.List;

/// What was taken for a write that is about to be stored.
public interface Commitment {
  Commitment NONE = () -> {};

  /// The write did not take place: what was taken for it is free again. Best effort; whoever keeps
  /// the books repairs what stays.
  void giveBack();

  /// Several, given back in the opposite order.
  static Commitment of(List<Commitment> parts) {
    return () -> parts.reversed().forEach(Commitment::giveBack);
  }
}
