package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.function.Consumer;

/// Told of every change that an informer sees, in order and on the informer's thread: it must not
/// wait for anything.
public interface ResourceHandler<M> {

  default void onAdd(M object) {}

  /// Also called when nothing but the resource version differs.
  default void onUpdate(M before, M after) {}

  /// The object is gone.
  ///
  /// @param last the last known state, which may be older than the deletion
  default void onDelete(M last) {}

  /// Passes on the key of whatever changed.
  static <M extends Message> ResourceHandler<M> keys(Consumer<ObjectKey> keys) {
    return objects(object -> keys.accept(Metadata.key(object)));
  }

  /// Passes on whatever changed: the new state, or the last known one.
  static <M> ResourceHandler<M> objects(Consumer<M> objects) {
    return new ResourceHandler<>() {
      @Override
      public void onAdd(M object) {
        objects.accept(object);
      }

      @Override
      public void onUpdate(M before, M after) {
        objects.accept(after);
      }

      @Override
      public void onDelete(M last) {
        objects.accept(last);
      }
    };
  }
}
