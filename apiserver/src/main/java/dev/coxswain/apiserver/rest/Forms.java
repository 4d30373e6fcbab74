package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The forms that answers may have, and which one a client wants.
final class Forms {
  /// In the order in which clients are told.
  static final String MEDIA_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  static final String STREAMED_TYPES =
      "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch";

  /// What a refusal says before it lists media types.
  static final String ACCEPTED = "only the following media types are accepted: ";

  private static final String META_GROUP = "meta.k8s.io";
  private static final List<String> CONVERSION = List.of("as", "g", "v");
  private static final List<String> PRODUCED =
      Stream.concat(Stream.of("*/*"), Arrays.stream(MediaType.values()).map(MediaType::text))
          .toList();

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

    /// A better quality or a less general type does; each clause may beat the other.
    boolean beats(Clause other) {
      return quality > other.quality || rank() < other.rank();
    }

    private int rank() {
      return type.startsWith("*") ? 2 : type.endsWith("/*") ? 1 : 0;
    }

    /// Whether another representation than the object's own is asked for.
    boolean converts() {
      return CONVERSION.stream().anyMatch(parameters::containsKey);
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
  /// @param streamed whether the path has watches as well
  /// @throws ApiException 406 if there is none
  static Form accepted(String accept, boolean streamed) {
    if (accept.isBlank()) {
      return Form.JSON;
    }
    var clauses = clauses(accept);
    if (clauses.stream().noneMatch(clause -> PRODUCED.contains(clause.type()))) {
      throw notProduced(streamed);
    }
    return clauses.stream()
        .flatMap(clause -> form(clause).stream())
        .findFirst()
        .orElseThrow(() -> ApiException.of(new Refusal.NotAcceptable(ACCEPTED + MEDIA_TYPES)));
  }

  /// How to say something that is shown in one way only, such as a refusal.
  static MediaType plainly(String accept) {
    return clauses(accept).stream()
        .flatMap(clause -> form(clause).stream())
        .filter(form -> form.shape() == Shape.WHOLE)
        .map(Form::mediaType)
        .findFirst()
        .orElse(MediaType.JSON);
  }

  /// In the order in which upstream tries them: each moves ahead of those that it beats, one by
  /// one.
  private static List<Clause> clauses(String accept) {
    var sorted = new ArrayList<Clause>();
    for (var text : accept.split(",")) {
      var clause = Clause.parse(text);
      int at = sorted.size();
      while (at > 0 && clause.beats(sorted.get(at - 1))) {
        at--;
      }
      sorted.add(at, clause);
    }
    return sorted;
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
        .filter(type -> streams(type, clause.parameters().getOrDefault("stream", "")))
        .flatMap(type -> shape(type, clause).map(shape -> new Form(type, shape)));
  }

  private static Optional<MediaType> mediaType(String text) {
    return switch (text) {
      case "*/*", "application/*" -> Optional.of(MediaType.JSON);
      default ->
          Arrays.stream(MediaType.values()).filter(type -> type.text().equals(text)).findFirst();
    };
  }

  private static boolean streams(MediaType type, String stream) {
    return stream.isEmpty() || (stream.equals("watch") && type != MediaType.YAML);
  }

  private static Optional<Shape> shape(MediaType type, Clause clause) {
    return clause.converts() ? converted(type, clause.parameters()) : Optional.of(Shape.WHOLE);
  }

  private static Optional<Shape> converted(MediaType type, Map<String, String> parameters) {
    boolean ours = META_GROUP.equals(parameters.get("g")) && "v1".equals(parameters.get("v"));
    if (!ours) {
      return Optional.empty();
    }
    return switch (parameters.getOrDefault("as", "")) {
      case "Table" -> type == MediaType.PROTOBUF ? Optional.empty() : Optional.of(Shape.TABLE);
      case "PartialObjectMetadata" -> Optional.of(Shape.METADATA);
      case "PartialObjectMetadataList" -> Optional.of(Shape.METADATA_LIST);
      default -> Optional.empty();
    };
  }

  /// No media type of ours is named at all, and general ones are not understood as that.
  private static ApiException notProduced(boolean streamed) {
    var text =
        "406: Not Acceptable\n\nAvailable representations: "
            + (streamed ? MEDIA_TYPES + ", " + STREAMED_TYPES : MEDIA_TYPES);
    var status = new Refusal.NotAcceptable(text).toStatus().toBuilder();
    status.getDetailsBuilder();
    return ApiException.of(status.build());
  }
}
