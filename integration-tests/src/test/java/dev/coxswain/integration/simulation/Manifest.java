package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;

/// Objects as users write them.
final class Manifest {
  private Manifest() {}

  /// @param empty a builder of what the manifest describes
  static Message of(Message.Builder empty, String yaml) {
    var tree = YamlCodec.documents(yaml).getFirst();
    JsonCodec.merge(tree, empty);
    return empty.build();
  }
}
