package dev.coxswain.apimachinery.codec;

/// What happens to unknown and duplicate fields of a request, as its `fieldValidation` parameter
/// says.
public enum FieldValidation {
  IGNORE,
  WARN,
  STRICT
}
