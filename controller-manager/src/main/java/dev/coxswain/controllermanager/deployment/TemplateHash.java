package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.Hash;

/// Tells pod templates apart. Pure.
final class TemplateHash {
  private TemplateHash() {}

  /// A short text for a template, fit for names and labels.
  ///
  /// @param collisions how often the text of this template was in use for another already
  static String of(PodTemplateSpec template, int collisions) {
    return Hash.of(WireCodec.toBytes(template), collisions);
  }

  /// Whether two templates make the same pods, but for the hash label itself.
  static boolean same(PodTemplateSpec a, PodTemplateSpec b) {
    return WireCodec.equivalent(withoutHash(a), withoutHash(b));
  }

  private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    return template.toBuilder()
        .setMetadata(template.getMetadata().toBuilder().removeLabels(Annotations.POD_TEMPLATE_HASH))
        .build();
  }
}
