package dev.coxswain.apimachinery.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Finds the keys that occur twice in one map of a YAML text, in the words and order of go-yaml 2.
final class YamlDuplicates {
  private final List<String> found = new ArrayList<>();

  private YamlDuplicates() {}

  /// Looks at what the text says, and not at what it repeats by aliases.
  static List<String> of(Node document) {
    var duplicates = new YamlDuplicates();
    duplicates.value(document);
    return duplicates.found;
  }

  private void value(Node node) {
    switch (node) {
      case SequenceNode sequence -> sequence.getValue().forEach(this::value);
      case MappingNode mapping -> mapping(mapping);
      case ScalarNode _, AnchorNode _ -> {}
      default -> throw new IllegalStateException("no node of YAML: " + node.getNodeType());
    }
  }

  private void mapping(MappingNode mapping) {
    var seen = new HashSet<String>();
    for (var entry : mapping.getValue()) {
      value(entry.getValueNode());
      if (entry.getKeyNode() instanceof ScalarNode scalar && !YamlReader.isMerge(scalar)) {
        var key = key(scalar);
        if (!seen.add(key)) {
          found.add(
              "line %d: key %s already set in map".formatted(line(entry.getValueNode()), key));
        }
      }
    }
  }

  private static String key(ScalarNode node) {
    var key = YamlReader.scalar(node);
    return key.isTextual() ? GoQuote.quote(key.textValue()) : key.asText();
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
