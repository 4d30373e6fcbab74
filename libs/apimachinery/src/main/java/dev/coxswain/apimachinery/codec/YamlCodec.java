package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// YAML as sigs.k8s.io/yaml reads and writes it: a notation for JSON.
public final class YamlCodec {
  private YamlCodec() {}

  /// The first document as JSON with sorted keys; `null` if there is none.
  ///
  /// @throws DecodeException if it is no YAML, in the words of go-yaml: `yaml: line 4: did not find
  ///   expected key`
  public static byte[] toJson(byte[] yaml) {
    var documents = YamlReader.documents(new String(yaml, StandardCharsets.UTF_8));
    return documents.isEmpty()
        ? "null".getBytes(StandardCharsets.UTF_8)
        : JsonCodec.toJson(documents.getFirst());
  }

  /// The first document of a text, and what is odd about it.
  ///
  /// @param tree null if there is no document
  /// @param duplicates keys that occur twice in one map, in the words of go-yaml: `line 7: key "a"
  ///   already set in map`
  public record Document(JsonNode tree, List<String> duplicates) {
    public Document {
      duplicates = List.copyOf(duplicates);
    }
  }

  /// The first document with its oddities.
  ///
  /// @throws DecodeException as for [#toJson]
  public static Document read(byte[] yaml) {
    var documents = YamlReader.read(new String(yaml, StandardCharsets.UTF_8));
    return documents.isEmpty()
        ? new Document(JsonNodeFactory.instance.nullNode(), List.of())
        : documents.getFirst();
  }

  /// Every document that is not empty, with sorted keys.
  ///
  /// @throws DecodeException if it is no YAML
  public static List<JsonNode> documents(String yaml) {
    return YamlReader.documents(yaml).stream().filter(document -> !document.isNull()).toList();
  }

  /// An object as `kubectl get -o yaml` prints it: keys sorted, elements of lists not indented.
  public static String toYaml(Message message) {
    return toYaml(JsonCodec.toTree(message));
  }

  /// A tree as YAML that ends with a newline.
  public static String toYaml(JsonNode tree) {
    return YamlWriter.write(tree);
  }
}
