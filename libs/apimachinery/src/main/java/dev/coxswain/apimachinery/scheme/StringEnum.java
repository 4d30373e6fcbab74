package dev.coxswain.apimachinery.scheme;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A named type of texts with a set of known values; to protobuf it is a string.
///
/// @param published whether OpenAPI says that there are no other values
public record StringEnum(String name, boolean published, List<String> values) {
  private static final String TABLE = "enums.tsv";

  /// The type of a field, or of its elements.
  public static Optional<StringEnum> of(FieldDescriptor field) {
    return Optional.ofNullable(Known.BY_FIELD.get(field.getFullName()));
  }

  private static final class Known {
    static final Map<String, StringEnum> BY_FIELD = load();

    private static Map<String, StringEnum> load() {
      var types = new HashMap<String, StringEnum>();
      try (var in = StringEnum.class.getResourceAsStream(TABLE)) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .skip(1)
            .map(line -> line.split("\t", -1))
            .forEach(row -> types.put(fullName(row[0]), type(row)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(types);
    }

    private static StringEnum type(String[] row) {
      var values = Arrays.stream(row[3].split(",")).map(v -> v.equals("\"\"") ? "" : v).toList();
      return new StringEnum(row[1], row[2].equals("yes"), values);
    }

    /// `core/v1.Pod.x` is the field `coxswain.core.v1.Pod.x`.
    private static String fullName(String field) {
      return "coxswain." + field.replace('/', '.');
    }
  }
}
