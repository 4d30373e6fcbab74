package dev.coxswain.apimachinery.meta;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Reads and replaces the `metadata` of any object.
public final class Metadata {
  private static final Map<Descriptor, FieldDescriptor> FIELDS = new ConcurrentHashMap<>();

  private Metadata() {}

  /// The object's metadata.
  ///
  /// @throws IllegalArgumentException if messages of this type have no object metadata
  public static ObjectMeta of(Message object) {
    return (ObjectMeta) object.getField(field(object.getDescriptorForType()));
  }

  /// Whether messages of this type have object metadata; lists, for one, don't.
  public static boolean isIn(Descriptor type) {
    var field = type.findFieldByName("metadata");
    return field != null && isObjectMeta(field);
  }

  /// A copy of the object with other metadata.
  @SuppressWarnings("unchecked")
  public static <M extends Message> M with(M object, ObjectMeta metadata) {
    return (M) object.toBuilder().setField(field(object.getDescriptorForType()), metadata).build();
  }

  /// A copy of the object whose metadata the given edit has changed.
  public static <M extends Message> M edit(M object, Consumer<ObjectMeta.Builder> edit) {
    var metadata = of(object).toBuilder();
    edit.accept(metadata);
    return with(object, metadata.build());
  }

  public static ObjectKey key(Message object) {
    var metadata = of(object);
    return new ObjectKey(metadata.getNamespace(), metadata.getName());
  }

  /// The owner that manages the object.
  public static Optional<OwnerReference> controllerOf(Message object) {
    return of(object).getOwnerReferencesList().stream()
        .filter(OwnerReference::getController)
        .findFirst();
  }

  private static FieldDescriptor field(Descriptor type) {
    var known = FIELDS.get(type);
    return known != null ? known : FIELDS.computeIfAbsent(type, Metadata::find);
  }

  private static FieldDescriptor find(Descriptor type) {
    var field = type.findFieldByName("metadata");
    if (field == null || !isObjectMeta(field)) {
      throw new IllegalArgumentException(type.getFullName() + " has no object metadata");
    }
    return field;
  }

  private static boolean isObjectMeta(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(ObjectMeta.getDescriptor());
  }
}
