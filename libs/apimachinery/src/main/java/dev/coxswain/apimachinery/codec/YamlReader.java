package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Turns YAML into the JSON that sigs.k8s.io/yaml makes of it; keys come out sorted.
final class YamlReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_NODES = 4_000_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new PlainSchema())
          .setAllowDuplicateKeys(true)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setCodePointLimit(Integer.MAX_VALUE)
          .build();

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private YamlReader() {}

  /// Every document, `null` for an empty one.
  static List<JsonNode> documents(String yaml) {
    return nodes(yaml, document -> new YamlReader().value(document));
  }

  /// Every document, with what is odd about it.
  static List<YamlCodec.Document> read(String yaml) {
    return nodes(
        yaml,
        document ->
            new YamlCodec.Document(new YamlReader().value(document), YamlDuplicates.of(document)));
  }

  private static <T> List<T> nodes(String yaml, Function<Node, T> reading) {
    try {
      var documents = new ArrayList<T>();
      new BoundedComposer(SETTINGS, yaml)
          .forEachRemaining(document -> documents.add(reading.apply(document)));
      return documents;
    } catch (MarkedYamlEngineException e) {
      throw new DecodeException(YamlErrors.message(e), e);
    } catch (YamlEngineException e) {
      throw new DecodeException("yaml: " + e.getMessage(), e);
    } catch (NumberFormatException e) { // What the library makes of a text that ends in an escape.
      throw new DecodeException(YamlErrors.unfinishedEscape(yaml), e);
    }
  }

  private JsonNode value(Node node) {
    if (++nodes > MAX_NODES) {
      throw new DecodeException("yaml: document contains excessive aliasing");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> {
        var list = NODES.arrayNode();
        enter(sequence);
        sequence.getValue().forEach(element -> list.add(value(element)));
        open.remove(sequence);
        yield list;
      }
      case MappingNode mapping -> {
        ObjectNode object = NODES.objectNode();
        entries(mapping).forEach(object::set);
        yield object;
      }
      case AnchorNode anchor -> value(anchor.getRealNode());
      default -> throw new DecodeException("yaml: unsupported node " + node.getNodeType());
    };
  }

  /// By way of aliases a node may hold itself, or nest deeper than the text does.
  private void enter(Node node) {
    if (!open.add(node)) {
      throw new DecodeException(
          "yaml: anchor '%s' value contains itself"
              .formatted(node.getAnchor().map(Anchor::getValue).orElse("")));
    }
    if (open.size() > BoundedComposer.MAX_DEPTH) {
      throw BoundedComposer.tooDeep();
    }
  }

  private Map<String, JsonNode> entries(MappingNode mapping) {
    var entries = new TreeMap<String, JsonNode>(MapOrder::compare);
    enter(mapping);
    mapping(mapping, entries);
    open.remove(mapping);
    return entries;
  }

  private void mapping(MappingNode mapping, Map<String, JsonNode> to) {
    var merged = new TreeMap<String, JsonNode>(MapOrder::compare);
    for (var tuple : mapping.getValue()) {
      if (isMerge(tuple.getKeyNode())) {
        merge(tuple.getValueNode(), merged);
      } else {
        to.put(key(tuple.getKeyNode()), value(tuple.getValueNode()));
      }
    }
    merged.forEach(to::putIfAbsent);
  }

  private void merge(Node source, Map<String, JsonNode> to) {
    switch (source) {
      case MappingNode mapping -> entries(mapping).forEach(to::putIfAbsent);
      case SequenceNode sequence -> {
        enter(sequence);
        sequence.getValue().forEach(element -> merge(element, to));
        open.remove(sequence);
      }
      case AnchorNode anchor -> merge(anchor.getRealNode(), to);
      default ->
          throw new DecodeException(
              "yaml: map merge requires map or sequence of maps as the value");
    }
  }

  static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getValue().equals("<<")
        && scalar.getTag().equals(PlainSchema.PLAIN);
  }

  private String key(Node node) {
    var key = value(node);
    if (key.isContainerNode() || key.isNull()) {
      throw new DecodeException("unsupported map key: " + key);
    }
    return key.asText();
  }

  static JsonNode scalar(ScalarNode node) {
    var tag = node.getTag();
    var text = node.getValue();
    boolean typed = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL);
    if (tag.equals(PlainSchema.PLAIN) || typed) {
      return json(YamlScalar.of(text), text);
    }
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BINARY) && node.getScalarStyle() != ScalarStyle.FOLDED) {
      var bytes = Base64.getMimeDecoder().decode(text);
      return NODES.textNode(new String(bytes, StandardCharsets.UTF_8));
    }
    return NODES.textNode(text);
  }

  private static JsonNode json(YamlScalar scalar, String source) {
    return switch (scalar) {
      case YamlScalar.Text(var text) -> NODES.textNode(text);
      case YamlScalar.Timestamp(var text) -> NODES.textNode(text);
      case YamlScalar.Bool(boolean value) -> NODES.booleanNode(value);
      case YamlScalar.Null() -> NODES.nullNode();
      case YamlScalar.Int(var value) -> integer(value);
      case YamlScalar.Decimal(double value) -> decimal(value, source);
    };
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return NODES.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  private static JsonNode decimal(double value, String source) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new DecodeException("json: unsupported value: " + source);
    }
    var text = JsonText.number(value);
    boolean integral = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    return integral && !text.equals("-0") ? integer(new BigInteger(text)) : NODES.numberNode(value);
  }
}
