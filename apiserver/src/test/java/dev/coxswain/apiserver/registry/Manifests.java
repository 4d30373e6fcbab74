package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.nio.charset.StandardCharsets;

/// Objects written as people write them.
public final class Manifests {
  private Manifests() {}

  /// The object in the YAML text; unknown fields are refused.
  public static <M extends Message> M read(Class<M> type, String yaml) {
    var json = YamlCodec.toJson(yaml.getBytes(StandardCharsets.UTF_8));
    var kind = Scheme.kubernetes().kindOf(type);
    return type.cast(JsonCodec.read(json, kind, FieldValidation.STRICT).object());
  }
}
