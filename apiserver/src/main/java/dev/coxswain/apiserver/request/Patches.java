package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.apply.Writer;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.Decoded;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.UntypedComplaints;
import dev.coxswain.apimachinery.patch.JsonPatch;
import dev.coxswain.apimachinery.patch.MergePatch;
import dev.coxswain.apimachinery.patch.Patched;
import dev.coxswain.apimachinery.patch.StrategicMergePatch;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.KindType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Turns a patch into what its sender wants in place of an object.
///
/// @param kind of the object
/// @param warnings takes what is odd about the patch or its result, if the validation warns
record Patches(ApiRequest.Patch request, KindType kind, Consumer<String> warnings) {

  /// @param writer who applies; only server-side apply books itself
  static Updates.Change change(
      ApiRequest.Patch request, KindType kind, Writer writer, Consumer<String> warnings) {
    var patches = new Patches(request, kind, warnings);
    return switch (request.type()) {
      case JSON -> patches::byOperations;
      case MERGE -> patches::merged;
      case STRATEGIC -> {
        var schema = Schemas.of(kind.descriptor());
        yield shown -> patches.mergedStrategically(shown, schema);
      }
      case APPLY -> ApplyPatch.of(request, kind, writer, warnings);
    };
  }

  private Message byOperations(Message shown) {
    var patched = JsonPatch.apply(JsonCodec.toTree(shown), request.patch(), validation());
    checkKind(patched);
    return read(patched);
  }

  private Message merged(Message shown) {
    var patch = MergePatch.read(request.patch(), validation());
    var complaints = complaints();
    return excerpt(
            Excerpt.ofMerge(shown, patch),
            complaints,
            part -> MergePatch.apply(JsonCodec.toTree(part), patch))
        .orElseGet(() -> {
          var tree = MergePatch.apply(JsonCodec.toTree(shown), patch);
          var patched = new Patched(tree, complaints, Optional.empty());
          checkKind(patched);
          return read(patched);
        });
  }

  private Message mergedStrategically(Message shown, Schema schema) {
    var patch = StrategicMergePatch.read(request.patch());
    var complaints = complaints();
    Function<Message, Patched> apply =
        part ->
            StrategicMergePatch.apply(
                (ObjectNode) JsonCodec.toTree(part), patch, complaints, schema);
    return excerpt(Excerpt.of(shown, patch), complaints, part -> apply.apply(part).tree())
        .orElseGet(() -> read(apply.apply(shown)));
  }

  /// A patch that names fields changes no others. What cannot be told from its fields alone is told
  /// of the whole object, and so are all complaints.
  private Optional<Message> excerpt(
      Optional<Excerpt> cut, List<String> complaints, Function<Message, JsonNode> apply) {
    if (cut.isEmpty() || !complaints.isEmpty()) {
      return Optional.empty();
    }
    var excerpt = cut.get();
    try {
      var patched = apply.apply(excerpt.part());
      var decoded = JsonCodec.read(patched, kind, FieldValidation.STRICT);
      return Optional.of(excerpt.with(decoded.object()));
    } catch (DecodeException _) {
      return Optional.empty(); // Said where the message shows the whole object.
    }
  }

  private List<String> complaints() {
    return validation() == FieldValidation.IGNORE
        ? List.of()
        : UntypedComplaints.of(request.patch());
  }

  /// A patch may make another kind of the object, which it then cannot be.
  private void checkKind(Patched patched) {
    var tree = patched.tree();
    var declared =
        GroupVersion.parse(tree.path("apiVersion").asText())
            .withKind(tree.path("kind").asText(kind.kind()));
    if (!declared.version().isEmpty()) {
      BodyDecoder.kindProblem(declared, kind)
          .ifPresent(problem -> {
            throw patched.refusal(problem);
          });
    }
  }

  private Message read(Patched patched) {
    var decoded = decode(patched);
    var complaints = patched.complaints(decoded.warnings());
    if (validation() == FieldValidation.STRICT && !complaints.isEmpty()) {
      throw patched.refusal("strict decoding error: " + String.join(", ", complaints));
    }
    complaints.forEach(warnings);
    return decoded.object();
  }

  private Decoded<Message> decode(Patched patched) {
    try {
      var collecting =
          validation() == FieldValidation.IGNORE ? FieldValidation.IGNORE : FieldValidation.WARN;
      return JsonCodec.read(patched.tree(), kind, collecting);
    } catch (DecodeException e) {
      // The patch makes something of the object that it cannot be.
      throw patched.refusal(e.getMessage());
    }
  }

  private FieldValidation validation() {
    return request.options().validation();
  }
}
