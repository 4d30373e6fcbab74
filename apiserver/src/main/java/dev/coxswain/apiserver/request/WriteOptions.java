package dev.coxswain.apiserver.request;

import dev.coxswain.apimachinery.codec.FieldValidation;

/// The options that every write shares.
///
/// @param fieldManager empty leaves it to the user agent
public record WriteOptions(boolean dryRun, String fieldManager, FieldValidation validation) {

  public static WriteOptions defaults() {
    return new WriteOptions(false, "", FieldValidation.WARN);
  }
}
