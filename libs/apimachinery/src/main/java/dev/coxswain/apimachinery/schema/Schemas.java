package dev.coxswain.apimachinery.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.options.JsonForm;
import dev.coxswain.api.options.MapType;
import dev.coxswain.api.options.OptionsProto;
import dev.coxswain.apimachinery.schema.Field.PatchStrategy;
import dev.coxswain.apimachinery.schema.Schema.ListType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Derives schemas from the descriptors of the API contract. Each is made once.
public final class Schemas {
  private static final Map<Descriptor, Schema> GRANULAR = new ConcurrentHashMap<>();
  private static final Map<Descriptor, Schema> ATOMIC = new ConcurrentHashMap<>();

  /// The one key that has a default: a port without a protocol is one of TCP.
  private static final String PROTOCOL = "protocol";

  private static final String TCP = "TCP";

  private Schemas() {}

  /// The schema of a kind or of any other message.
  public static Schema of(Descriptor type) {
    return GRANULAR.computeIfAbsent(type, t -> message(t, false));
  }

  private static Schema of(Descriptor type, boolean atomic) {
    return atomic ? ATOMIC.computeIfAbsent(type, t -> message(t, true)) : of(type);
  }

  private static Schema message(Descriptor type, boolean atomic) {
    JsonForm form = type.getOptions().getExtension(OptionsProto.jsonForm);
    return switch (form) {
      case TIME, MICRO_TIME, DURATION, QUANTITY, INT_OR_STRING ->
          new Schema.Scalar(ScalarType.UNTYPED);
      case RAW, OBJECT_OR_BOOL, OBJECT_OR_LIST -> Schema.any();
      case LIST -> list(type.getFields().getFirst()).schema();
      case FIELDS, UNRECOGNIZED -> new MessageStruct(type, atomic);
    };
  }

  /// The fields of a message by JSON name; those of an inlined message stand in its place.
  private static void collect(Descriptor type, Map<String, Field> into) {
    for (var field : type.getFields()) {
      if (field.getOptions().getExtension(OptionsProto.inline)) {
        collect(field.getMessageType(), into);
      } else {
        into.put(field.getJsonName(), field(field));
      }
    }
    if (type.getOptions().getExtension(OptionsProto.kind)) {
      var text = Field.of(new Schema.Scalar(ScalarType.STRING));
      into.put("apiVersion", text);
      into.put("kind", text);
    }
  }

  private static Field field(FieldDescriptor field) {
    if (field.isMapField()) {
      return map(field);
    }
    return field.isRepeated()
        ? list(field)
        : new Field(single(field), strategies(field), mergeKey(field));
  }

  private static Field map(FieldDescriptor field) {
    var values = single(field.getMessageType().findFieldByName("value"));
    var schema = new Schema.MapOf(values, isAtomic(field));
    return new Field(schema, strategies(field), mergeKey(field));
  }

  private static Field list(FieldDescriptor field) {
    var type =
        switch (field.getOptions().getExtension(OptionsProto.listType)) {
          case SET -> ListType.SET;
          case MAP -> ListType.MAP;
          case ATOMIC, LIST_TYPE_UNSET, UNRECOGNIZED -> ListType.ATOMIC;
        };
    var keys =
        field.getOptions().getExtension(OptionsProto.listMapKeys).stream()
            .map(name ->
                new Schema.Key(name, name.equals(PROTOCOL) ? Optional.of(TCP) : Optional.empty()))
            .toList();
    var schema = new Schema.ListOf(single(field), type, keys);
    return new Field(schema, strategies(field), mergeKey(field));
  }

  private static Schema single(FieldDescriptor field) {
    if (field.getOptions().getExtension(OptionsProto.rawJson)) {
      return Schema.any();
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> of(field.getMessageType(), isAtomic(field));
      case STRING, ENUM -> new Schema.Scalar(ScalarType.STRING);
      case BOOLEAN -> new Schema.Scalar(ScalarType.BOOLEAN);
      case INT -> new Schema.Scalar(ScalarType.INT32);
      case LONG -> new Schema.Scalar(ScalarType.INT64);
      case FLOAT, DOUBLE -> new Schema.Scalar(ScalarType.DOUBLE);
      case BYTE_STRING -> new Schema.Scalar(ScalarType.BYTES);
    };
  }

  private static boolean isAtomic(FieldDescriptor field) {
    return field.getOptions().getExtension(OptionsProto.mapType) == MapType.ATOMIC_MAP;
  }

  private static List<PatchStrategy> names(FieldDescriptor field) {
    return field.getOptions().getExtension(OptionsProto.patchStrategy).stream()
        .map(name ->
            switch (name) {
              case "merge" -> PatchStrategy.MERGE;
              case "replace" -> PatchStrategy.REPLACE;
              case "retainKeys" -> PatchStrategy.RETAIN_KEYS;
              default -> throw new IllegalStateException("unknown patch strategy " + name);
            })
        .toList();
  }

  private static Set<PatchStrategy> strategies(FieldDescriptor field) {
    return names(field).stream().collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> mergeKey(FieldDescriptor field) {
    var key = field.getOptions().getExtension(OptionsProto.mergeKey);
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }

  /// Looks its fields up on first use, because messages contain themselves.
  private static final class MessageStruct implements Schema.Struct {
    private final Descriptor type;
    private final boolean atomic;
    private volatile Map<String, Field> fields;

    MessageStruct(Descriptor type, boolean atomic) {
      this.type = type;
      this.atomic = atomic;
    }

    @Override
    public Optional<Field> field(String name) {
      return Optional.ofNullable(fields().get(name));
    }

    @Override
    public boolean atomic() {
      return atomic;
    }

    @Override
    public Optional<Schema> others() {
      return Optional.empty();
    }

    private Map<String, Field> fields() {
      var known = fields;
      if (known == null) {
        known = new HashMap<>();
        collect(type, known);
        fields = known;
      }
      return known;
    }

    @Override
    public String toString() {
      return type.getFullName() + (atomic ? " (atomic)" : "");
    }
  }
}
