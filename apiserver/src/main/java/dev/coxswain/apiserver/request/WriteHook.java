package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.Optional;

/// Takes what a write needs besides its object, such as addresses and ports for a service.
public interface WriteHook<T extends Message> {

  /// Takes it, before the object is validated and stored.
  ///
  /// @param existing empty on create
  /// @param dryRun choose, but take nothing
  Taken<T> take(T updated, Optional<T> existing, StrategyContext context, boolean dryRun);

  /// Gives back what a deleted object had.
  void released(T deleted);

  /// What was taken for one write. One of the two calls follows, or none if nobody knows whether
  /// the object was stored: then it stays taken until the hook's owner finds it in nobody's hands.
  interface Taken<T extends Message> {

    /// The object with what was taken for it.
    T object();

    /// The object is stored: give back what it no longer needs.
    void keep();

    /// The object was not stored: give back what was taken.
    void giveBack();
  }

  /// Nothing taken.
  static <T extends Message> Taken<T> nothing(T object) {
    return new Taken<>() {
      @Override
      public T object() {
        return object;
      }

      @Override
      public void keep() {}

      @Override
      public void giveBack() {}
    };
  }
}
