package dev.coxswain.apimachinery.codec;

import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads the nodes of YAML documents, as deep as the stack surely allows and no deeper.
final class BoundedComposer extends Composer {
  /// Only hostile documents nest deeper.
  static final int MAX_DEPTH = 300;

  private int depth;

  BoundedComposer(LoadSettings settings, String yaml) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, yaml)));
  }

  /// The refusal of what is too deep.
  static DecodeException tooDeep() {
    return new DecodeException("yaml: exceeded max depth of " + MAX_DEPTH);
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    return deeper(() -> super.composeSequenceNode(anchor));
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    return deeper(() -> super.composeMappingNode(anchor));
  }

  private <N extends Node> N deeper(Supplier<N> compose) {
    if (++depth > MAX_DEPTH) {
      throw tooDeep();
    }
    N node = compose.get();
    depth--;
    return node;
  }
}
