package dev.coxswain.apimachinery.status;

import dev.coxswain.api.meta.v1.StatusCause;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is wrong with one field, in upstream's words.
///
/// @param badValue the value as messages show it, where they do
/// @param detail what would have been right; may be empty
public record FieldError(Type type, FieldPath path, Optional<String> badValue, String detail) {

  /// The kinds of mistakes; `reason` is what clients see, `text` how the message starts.
  public enum Type {
    REQUIRED("FieldValueRequired", "Required value"),
    INVALID("FieldValueInvalid", "Invalid value"),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value"),
    DUPLICATE("FieldValueDuplicate", "Duplicate value"),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
    FORBIDDEN("FieldValueForbidden", "Forbidden"),
    NOT_FOUND("FieldValueNotFound", "Not found"),
    TOO_LONG("FieldValueTooLong", "Too long"),
    TOO_SHORT("FieldValueTooShort", "Too short"),
    TOO_MANY("FieldValueTooMany", "Too many"),
    TOO_FEW("FieldValueTooFew", "Too few"),
    INTERNAL("InternalError", "Internal error");

    private final String reason;
    private final String text;

    Type(String reason, String text) {
      this.reason = reason;
      this.text = text;
    }

    public String reason() {
      return reason;
    }
  }

  public static FieldError required(FieldPath path, String detail) {
    return new FieldError(Type.REQUIRED, path, Optional.empty(), detail);
  }

  /// Values are shown as Go would: strings (and whatever has no JSON form) quoted, numbers plain,
  /// collections and trees as JSON, `null` as `null`. Pass a message as its tree.
  public static FieldError invalid(FieldPath path, Object value, String detail) {
    return withValue(Type.INVALID, path, value, detail);
  }

  public static FieldError typeInvalid(FieldPath path, Object value, String detail) {
    return withValue(Type.TYPE_INVALID, path, value, detail);
  }

  public static FieldError duplicate(FieldPath path, Object value) {
    return withValue(Type.DUPLICATE, path, value, "");
  }

  public static FieldError duplicate(FieldPath path, Object value, String detail) {
    return withValue(Type.DUPLICATE, path, value, detail);
  }

  /// Not one of a few values.
  ///
  /// @param supported in the order in which the message lists them
  public static FieldError notSupported(FieldPath path, Object value, List<String> supported) {
    var detail =
        supported.isEmpty()
            ? ""
            : supported.stream()
                .map(GoText::quote)
                .collect(Collectors.joining(", ", "supported values: ", ""));
    return withValue(Type.NOT_SUPPORTED, path, value, detail);
  }

  public static FieldError forbidden(FieldPath path, String detail) {
    return new FieldError(Type.FORBIDDEN, path, Optional.empty(), detail);
  }

  public static FieldError notFound(FieldPath path, Object value) {
    return withValue(Type.NOT_FOUND, path, value, "");
  }

  /// More bytes than allowed.
  ///
  /// @param maxBytes what was allowed; below zero when the limit is not to be told
  public static FieldError tooLong(FieldPath path, int maxBytes) {
    var detail =
        maxBytes < 0 ? "value is too long" : "may not be more than " + plural(maxBytes, "byte");
    return new FieldError(Type.TOO_LONG, path, Optional.empty(), detail);
  }

  public static FieldError tooShort(FieldPath path, int minCharacters) {
    var detail = "must be at least " + plural(minCharacters, "character");
    return new FieldError(Type.TOO_SHORT, path, Optional.empty(), detail);
  }

  /// More elements than allowed.
  ///
  /// @param max what was allowed; below zero when the limit is not to be told
  public static FieldError tooMany(FieldPath path, int actual, int max) {
    var detail = max < 0 ? "has too many items" : "must have at most " + plural(max, "item");
    return withValue(Type.TOO_MANY, path, actual, detail);
  }

  public static FieldError tooFew(FieldPath path, int actual, int min) {
    return withValue(Type.TOO_FEW, path, actual, "must have at least " + plural(min, "item"));
  }

  public static FieldError internal(FieldPath path, String detail) {
    return new FieldError(Type.INTERNAL, path, Optional.empty(), detail);
  }

  /// The message without the field: `Invalid value: -1: must be greater than or equal to 0`.
  public String body() {
    var value = badValue.map(v -> ": " + v).orElse("");
    return type.text + value + (detail.isEmpty() ? "" : ": " + detail);
  }

  public StatusCause toCause() {
    return StatusCause.newBuilder()
        .setReason(type.reason())
        .setMessage(body())
        .setField(path.toString())
        .build();
  }

  /// The whole message: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`.
  @Override
  public String toString() {
    return path + ": " + body();
  }

  private static FieldError withValue(Type type, FieldPath path, Object value, String detail) {
    return new FieldError(type, path, Optional.of(BadValue.text(value)), detail);
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
