package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.Decoded;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns the body of a request into the object that is expected there, or says in upstream's words
/// why not.
public final class BodyDecoder {
  private static final int EXCERPT = 32;

  private BodyDecoder() {}

  /// The object in the body.
  ///
  /// @param warnings takes unknown and duplicate fields, if the validation warns
  /// @throws ApiException.BadRequest if the body is something else
  public static Message decode(
      Body body, KindType expected, FieldValidation validation, Consumer<String> warnings) {
    return switch (body) {
      case Body.Decoded(var message) -> sameKind(message, expected);
      case Body.Encoded(var mediaType, var bytes) ->
          switch (mediaType) {
            case JSON -> json(bytes, bytes, List.of(), expected, validation, warnings);
            case YAML -> yaml(bytes, expected, validation, warnings);
            case PROTOBUF -> wire(bytes, expected);
          };
    };
  }

  /// @param duplicates what was odd before the text became JSON
  private static Message json(
      byte[] json,
      byte[] original,
      List<String> duplicates,
      KindType expected,
      FieldValidation validation,
      Consumer<String> warnings) {
    checkKind(declared(json, original, expected), expected);
    var decoded = read(json, expected, validation);
    if (validation == FieldValidation.STRICT) {
      refuseOdd(duplicates, decoded.warnings(), expected);
    } else if (validation == FieldValidation.WARN) {
      duplicates.forEach(warnings);
      decoded.warnings().forEach(warnings);
    }
    return decoded.object();
  }

  private static Decoded<Message> read(byte[] json, KindType expected, FieldValidation validation) {
    try {
      boolean ignores = validation == FieldValidation.IGNORE;
      return JsonCodec.read(
          json, expected, ignores ? FieldValidation.IGNORE : FieldValidation.WARN);
    } catch (DecodeException e) {
      throw cannotBeHandled(expected.gvk(), expected, e.getMessage());
    }
  }

  private static void refuseOdd(
      List<String> duplicates, List<String> complaints, KindType expected) {
    var odd = new ArrayList<String>();
    if (!duplicates.isEmpty()) {
      odd.add(unmarshalErrors(duplicates));
    }
    odd.addAll(complaints);
    if (!odd.isEmpty()) {
      throw cannotBeHandled(
          expected.gvk(), expected, "strict decoding error: " + String.join(", ", odd));
    }
  }

  /// Several errors in YAML as the one that go-yaml makes of them.
  static String unmarshalErrors(List<String> errors) {
    return "yaml: unmarshal errors:\n  " + String.join("\n  ", errors);
  }

  private static GroupVersionKind declared(byte[] json, byte[] original, KindType expected) {
    try {
      return withDefaults(JsonCodec.peek(json).orElse(expected.gvk()), expected);
    } catch (DecodeException e) {
      throw unrecognized(expected, e.getMessage(), original);
    }
  }

  private static GroupVersionKind withDefaults(GroupVersionKind declared, KindType expected) {
    var version =
        declared.version().isEmpty() ? expected.gvk().groupVersion() : declared.groupVersion();
    return version.withKind(declared.kind().isEmpty() ? expected.kind() : declared.kind());
  }

  private static Message yaml(
      byte[] yaml, KindType expected, FieldValidation validation, Consumer<String> warnings) {
    YamlCodec.Document document;
    try {
      document = YamlCodec.read(yaml);
    } catch (DecodeException e) {
      throw unrecognized(expected, e.getMessage(), yaml);
    }
    var json = JsonCodec.toJson(document.tree());
    return json(json, yaml, document.duplicates(), expected, validation, warnings);
  }

  private static Message wire(byte[] bytes, KindType expected) {
    try {
      var envelope = WireCodec.parseEnvelope(bytes);
      var meta = envelope.getTypeMeta();
      var declared = GroupVersion.parse(meta.getApiVersion()).withKind(meta.getKind());
      checkKind(withDefaults(declared, expected), expected);
      var message = expected.prototype().newBuilderForType().mergeFrom(envelope.getRaw()).build();
      checkContents(message);
      return message;
    } catch (DecodeException | InvalidProtocolBufferException e) {
      throw unrecognized(expected, e.getMessage(), bytes);
    }
  }

  /// What protobuf does not look into must be readable too: times, and texts that are JSON.
  private static void checkContents(Message message) {
    try {
      JsonNode _ = JsonCodec.toTree(message);
    } catch (RuntimeException | StackOverflowError e) {
      throw new DecodeException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Message sameKind(Message message, KindType expected) {
    if (!message.getDescriptorForType().equals(expected.descriptor())) {
      checkKind(Scheme.kubernetes().kindOf(message).gvk(), expected);
    }
    return message;
  }

  private static void checkKind(GroupVersionKind declared, KindType expected) {
    kindProblem(declared, expected)
        .ifPresent(problem -> {
          throw cannotBeHandled(declared, expected, problem);
        });
  }

  /// Why an object that says it is of one kind cannot be one of another.
  static Optional<String> kindProblem(GroupVersionKind declared, KindType expected) {
    if (declared.equals(expected.gvk())) {
      return Optional.empty();
    }
    if (Scheme.kubernetes().kind(declared).isEmpty()) {
      return Optional.of(
          "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
              .formatted(declared.kind(), declared.apiVersion()));
    }
    return Optional.of(
        "converting (%s.%s) to (%s.%s): unknown conversion"
            .formatted(
                declared.version(),
                declared.kind(),
                internalPackage(expected.gvk()),
                expected.kind()));
  }

  private static ApiException cannotBeHandled(
      GroupVersionKind declared, KindType expected, String why) {
    return Refusals.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: %s"
            .formatted(declared.kind(), declared.version(), expected.kind(), why));
  }

  private static ApiException unrecognized(KindType expected, String why, byte[] body) {
    return Refusals.badRequest(
        "the object provided is unrecognized (must be of type %s): %s (%s)"
            .formatted(expected.kind(), why, excerpt(body)));
  }

  /// The start of the body: as text if it looks like JSON, otherwise in hexadecimal.
  private static String excerpt(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    int shown = Math.min(body.length, EXCERPT - 2);
    var text =
        body[0] == '{'
            ? new String(body, 0, shown, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(body, 0, shown);
    return shown < body.length ? text + " ..." : text;
  }

  private static String internalPackage(GroupVersionKind gvk) {
    return gvk.group().isEmpty() ? "core" : List.of(gvk.group().split("\\.")).getFirst();
  }
}
