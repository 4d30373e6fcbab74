package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.GoText;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.PatchType;
import dev.coxswain.apiserver.request.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The query parameters of writes.
final class WriteParameters {
  private static final List<String> DRY_RUN_VALUES = List.of("All");
  private static final List<String> VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");
  private static final int MANAGER_LENGTH = 128;

  private WriteParameters() {}

  /// @param kind of the options, as errors name it: `CreateOptions`
  /// @throws ApiException.Invalid naming every bad parameter
  static WriteOptions of(String kind, QueryParameters query) {
    return of(kind, query, new ArrayList<>());
  }

  static WriteOptions ofPatch(PatchType type, QueryParameters query) {
    var errors = new ArrayList<FieldError>();
    if (type == PatchType.APPLY) {
      if (query.text("fieldManager").isEmpty()) {
        errors.add(
            FieldError.required(FieldPath.of("fieldManager"), "is required for apply patch"));
      }
    } else if (query.has("force")) {
      errors.add(
          FieldError.forbidden(FieldPath.of("force"), "may not be specified for non-apply patch"));
    }
    return of("PatchOptions", query, errors);
  }

  private static WriteOptions of(String kind, QueryParameters query, List<FieldError> errors) {
    var manager = query.text("fieldManager");
    checkManager(manager, errors);
    if (!DRY_RUN_VALUES.containsAll(query.all("dryRun"))) {
      errors.add(
          FieldError.notSupported(FieldPath.of("dryRun"), query.all("dryRun"), DRY_RUN_VALUES));
    }
    var validation = query.text("fieldValidation");
    if (!VALIDATIONS.contains(validation)) {
      errors.add(FieldError.notSupported(FieldPath.of("fieldValidation"), validation, VALIDATIONS));
    }
    if (!errors.isEmpty()) {
      throw ApiException.of(new Refusal.Invalid(kind + ".meta.k8s.io", "", errors));
    }
    return new WriteOptions(query.has("dryRun"), manager, validation(validation));
  }

  private static void checkManager(String manager, List<FieldError> errors) {
    var path = FieldPath.of("fieldManager");
    if (manager.getBytes(StandardCharsets.UTF_8).length > MANAGER_LENGTH) {
      errors.add(FieldError.tooLong(path, MANAGER_LENGTH));
    }
    int position = 0;
    for (int c : manager.codePoints().toArray()) {
      if (!GoText.isPrintable(c)) {
        var problem = "invalid character U+%04X (at position %d)".formatted(c, position);
        errors.add(FieldError.invalid(path, manager, problem));
      }
      position += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private static FieldValidation validation(String text) {
    return switch (text) {
      case "Ignore" -> FieldValidation.IGNORE;
      case "Strict" -> FieldValidation.STRICT;
      default -> FieldValidation.WARN;
    };
  }
}
