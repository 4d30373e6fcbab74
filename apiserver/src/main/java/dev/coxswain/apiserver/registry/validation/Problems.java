package dev.coxswain.apiserver.registry.validation;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Collects what is wrong with an object, in the order in which it is found.
public final class Problems {
  public static final FieldPath METADATA = FieldPath.of("metadata");
  public static final FieldPath SPEC = FieldPath.of("spec");
  public static final FieldPath STATUS = FieldPath.of("status");

  private final List<FieldError> errors = new ArrayList<>();

  public List<FieldError> all() {
    return List.copyOf(errors);
  }

  public boolean isEmpty() {
    return errors.isEmpty();
  }

  public int count() {
    return errors.size();
  }

  public void add(FieldError error) {
    errors.add(error);
  }

  public void addAll(Collection<FieldError> more) {
    errors.addAll(more);
  }

  public void required(FieldPath path, String detail) {
    errors.add(FieldError.required(path, detail));
  }

  public void required(FieldPath path) {
    required(path, "");
  }

  /// Reports a value that cannot be.
  ///
  /// @param value text, number, boolean or `null`; a message, map or list is shown as JSON
  public void invalid(FieldPath path, Object value, String detail) {
    errors.add(FieldError.invalid(path, shown(value), detail));
  }

  /// One error for each complaint.
  public void invalid(FieldPath path, Object value, Collection<String> details) {
    details.forEach(detail -> invalid(path, value, detail));
  }

  /// Reports a value without showing it.
  public void invalid(FieldPath path, String detail) {
    errors.add(new FieldError(FieldError.Type.INVALID, path, Optional.empty(), detail));
  }

  public void notSupported(FieldPath path, Object value, List<String> supported) {
    errors.add(FieldError.notSupported(path, shown(value), supported));
  }

  public void forbidden(FieldPath path, String detail) {
    errors.add(FieldError.forbidden(path, detail));
  }

  public void duplicate(FieldPath path, Object value) {
    errors.add(FieldError.duplicate(path, shown(value)));
  }

  public void duplicate(FieldPath path, Object value, String detail) {
    errors.add(FieldError.duplicate(path, shown(value), detail));
  }

  public void notFound(FieldPath path, Object value) {
    errors.add(FieldError.notFound(path, value));
  }

  public void notFound(FieldPath path, Object value, String detail) {
    var bare = FieldError.notFound(path, value);
    errors.add(new FieldError(bare.type(), path, bare.badValue(), detail));
  }

  /// More bytes than allowed.
  public void tooLong(FieldPath path, int maxBytes) {
    errors.add(FieldError.tooLong(path, maxBytes));
  }

  public void tooFew(FieldPath path, int actual, int min) {
    errors.add(FieldError.tooFew(path, actual, min));
  }

  public void tooMany(FieldPath path, int actual, int max) {
    errors.add(FieldError.tooMany(path, actual, max));
  }

  /// Reports a value that is not one of the supported ones, which are listed sorted.
  public void oneOf(FieldPath path, String value, List<String> supported) {
    if (!supported.contains(value)) {
      notSupported(path, value, supported);
    }
  }

  public void nonNegative(FieldPath path, long value) {
    if (value < 0) {
      invalid(path, value, Messages.NON_NEGATIVE);
    }
  }

  /// What a pointer points to, as messages show it: one that points nowhere is the text `null`.
  public static Object pointed(boolean set, Object value) {
    return set ? value : "null";
  }

  /// A map as messages show it: sorted by key; none at all is no map.
  public static Object map(Map<String, String> entries) {
    return entries.isEmpty() ? null : new TreeMap<>(entries);
  }

  public void unchanged(FieldPath path, Object value, Object before) {
    if (!Objects.equals(value, before)) {
      invalid(path, value, Messages.IMMUTABLE);
    }
  }

  private static Object shown(Object value) {
    return value instanceof Message message ? JsonCodec.toTree(message) : value;
  }
}
