package dev.coxswain.scheduler.framework;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What plugins note down for themselves between the extension points of one pod's cycle; by type.
public final class CycleState {
  private final Map<Class<?>, Object> notes = new HashMap<>();

  public <T> void put(Class<T> type, T note) {
    notes.put(type, note);
  }

  public <T> Optional<T> get(Class<T> type) {
    return Optional.ofNullable(type.cast(notes.get(type)));
  }
}
