package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.MediaType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The forms that answers may have, and which one a client wants.
final class Forms {
  /// In the order in which clients are told.
  static final String MEDIA_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  private static final String META_GROUP = "meta.k8s.io";

  private Forms() {}

  /// What an object or a list is shown as.
  enum Shape {
    WHOLE,
    TABLE,
    METADATA,
    METADATA_LIST
  }

  record Form(MediaType mediaType, Shape shape) {
    static final Form JSON = new Form(MediaType.JSON, Shape.WHOLE);
  }

  /// One entry of an `Accept` header.
  private record Clause(String type, Map<String, String> parameters, double quality) {

    static Clause parse(String text) {
      var parts = Arrays.stream(text.split(";", -1)).map(String::strip).toList();
      var parameters = new HashMap<String, String>();
      for (var part : parts.subList(1, parts.size())) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          parameters.put(
              part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              part.substring(equals + 1).strip());
        }
      }
      return new Clause(
          parts.getFirst().toLowerCase(Locale.ROOT),
          parameters,
          quality(parameters.getOrDefault("q", "1")));
    }

    private static double quality(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }

  /// The first of the accepted forms that we have.
  ///
  /// @param accept the header; empty for anything
  /// @throws ApiException 406 if there is none
  static Form accepted(String accept) {
    if (accept.isBlank()) {
      return Form.JSON;
    }
    return Arrays.stream(accept.split(","))
        .map(Clause::parse)
        .sorted((a, b) -> Double.compare(b.quality(), a.quality()))
        .flatMap(clause -> form(clause).stream())
        .findFirst()
        .orElseThrow(Forms::notAcceptable);
  }

  /// The media type of a body that was sent.
  ///
  /// @param contentType the header; empty counts as JSON
  /// @throws ApiException 415 if it is none of ours
  static MediaType sent(String contentType) {
    var type = plain(contentType);
    if (type.isEmpty()) {
      return MediaType.JSON;
    }
    return Arrays.stream(MediaType.values())
        .filter(known -> known.text().equals(type))
        .findFirst()
        .orElseThrow(() ->
            ApiException.of(
                new Refusal.UnsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types"
                        + " include: "
                        + MEDIA_TYPES)));
  }

  /// A media type without its parameters.
  static String plain(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static Optional<Form> form(Clause clause) {
    return mediaType(clause.type())
        .flatMap(type -> shape(type, clause.parameters()).map(shape -> new Form(type, shape)));
  }

  private static Optional<MediaType> mediaType(String text) {
    return switch (text) {
      case "*/*", "application/*" -> Optional.of(MediaType.JSON);
      default ->
          Arrays.stream(MediaType.values()).filter(type -> type.text().equals(text)).findFirst();
    };
  }

  private static Optional<Shape> shape(MediaType type, Map<String, String> parameters) {
    var as = parameters.getOrDefault("as", "");
    if (as.isEmpty()) {
      return Optional.of(Shape.WHOLE);
    }
    boolean ours = META_GROUP.equals(parameters.get("g")) && "v1".equals(parameters.get("v"));
    if (!ours) {
      return Optional.empty();
    }
    return switch (as) {
      case "Table" -> type == MediaType.PROTOBUF ? Optional.empty() : Optional.of(Shape.TABLE);
      case "PartialObjectMetadata" -> Optional.of(Shape.METADATA);
      case "PartialObjectMetadataList" -> Optional.of(Shape.METADATA_LIST);
      default -> Optional.empty();
    };
  }

  private static ApiException notAcceptable() {
    var text = "406: Not Acceptable\n\nAvailable representations: " + MEDIA_TYPES;
    var status = new Refusal.NotAcceptable(text).toStatus().toBuilder();
    status.getDetailsBuilder();
    return ApiException.of(status.build());
  }
}
