package dev.coxswain.apimachinery.codec;

import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/// Leaves plain scalars undecided: [YamlScalar] says what they are.
final class PlainSchema implements Schema {
  /// Marks a scalar with neither quotes nor a tag.
  static final Tag PLAIN = new Tag("!coxswain-plain");

  @Override
  public ScalarResolver getScalarResolver() {
    return (_, implicit) -> implicit ? PLAIN : Tag.STR;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of();
  }
}
