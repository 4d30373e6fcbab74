package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.GoValues;
import dev.coxswain.apimachinery.status.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How a patch is refused whose result cannot be decoded, be it for wrong types or, when strict,
/// unknown fields.
public final class PatchErrors {
  private PatchErrors() {}

  /// After a JSON patch or merge patch, the whole result is shown.
  ///
  /// @param patched the result's JSON text
  public static ApiException undecodable(byte[] patched, String why) {
    return refused(new String(patched, StandardCharsets.UTF_8), why);
  }

  /// After a strategic merge patch, the patch is shown.
  public static ApiException undecodable(JsonNode patch, String why) {
    return refused(GoValues.text(patch), why);
  }

  private static ApiException refused(String value, String why) {
    return ApiException.of(
        new Refusal.Invalid(
            "", "", List.of(FieldError.invalid(FieldPath.of("patch"), value, why))));
  }
}
