package dev.coxswain.apiserver.testing;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;
import java.util.Optional;

/// A world of these objects.
public record Shelf(List<Message> objects) implements Lookup {
  public static Shelf of(Message... objects) {
    return new Shelf(List.of(objects));
  }

  @Override
  public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
    return list(type, "").stream().filter(o -> Metadata.key(o).equals(key)).findFirst();
  }

  @Override
  public <M extends Message> List<M> list(Class<M> type, String namespace) {
    return objects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(o -> namespace.isEmpty() || Metadata.of(o).getNamespace().equals(namespace))
        .toList();
  }
}
