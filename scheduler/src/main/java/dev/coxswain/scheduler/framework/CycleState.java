package dev.coxswain.scheduler.framework;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What plugins note down for themselves between the extension points of one pod's cycle; by type.
public final class CycleState {
  private final Map<Class<?>, Object> notes;

  /// A note that changes when pods are imagined away or added: a copied state needs its own.
  public interface Changing {
    /// A note that can be changed without changing this one.
    Changing copy();
  }

  public CycleState() {
    this(new HashMap<>());
  }

  private CycleState(Map<Class<?>, Object> notes) {
    this.notes = notes;
  }

  public <T> void put(Class<T> type, T note) {
    notes.put(type, note);
  }

  public <T> Optional<T> get(Class<T> type) {
    return Optional.ofNullable(type.cast(notes.get(type)));
  }

  /// The note, which an earlier extension point must have put there.
  public <T> T require(Class<T> type) {
    var note = type.cast(notes.get(type));
    if (note == null) {
      throw new IllegalStateException("no " + type.getSimpleName() + " among " + notes.keySet());
    }
    return note;
  }

  /// A state for what-if questions.
  CycleState copy() {
    var copies = new HashMap<>(notes);
    copies.replaceAll((_, note) -> note instanceof Changing changing ? changing.copy() : note);
    return new CycleState(copies);
  }
}
