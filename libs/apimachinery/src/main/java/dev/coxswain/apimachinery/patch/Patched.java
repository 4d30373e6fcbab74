package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.GoValues;
import dev.coxswain.apimachinery.status.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a patch makes of a document, before anybody knows whether it fits the document's type.
///
/// @param complaints what is odd about the patch's text: `duplicate field "data.a"`
/// @param map the patch, when refusals show it instead of the document: strategic merge patches
public record Patched(JsonNode tree, List<String> complaints, Optional<ObjectNode> map) {
  public Patched {
    complaints = List.copyOf(complaints);
  }

  /// All that is odd: about the patch's text, and then about the document that it makes.
  ///
  /// @param ofDocument in the order of the document
  public List<String> complaints(List<String> ofDocument) {
    var ordered = map.isPresent() ? ofDocument.stream().sorted() : ofDocument.stream();
    return Stream.concat(complaints.stream(), ordered).toList();
  }

  /// The document does not fit its type, or it must not be odd and is.
  public ApiException refusal(String why) {
    var shown =
        map.map(GoValues::text)
            .orElseGet(() -> new String(JsonCodec.toJson(tree), StandardCharsets.UTF_8));
    return ApiException.of(
        new Refusal.Invalid(
            "", "", List.of(FieldError.invalid(FieldPath.of("patch"), shown, why))));
  }
}
