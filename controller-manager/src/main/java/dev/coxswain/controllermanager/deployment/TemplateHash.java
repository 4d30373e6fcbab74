package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.controllermanager.framework.Annotations;

/// Tells pod templates apart. Pure.
final class TemplateHash {
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private TemplateHash() {}

  /// A short text for a template, fit for names and labels.
  ///
  /// @param collisions how often the text of this template was in use for another already
  static String of(PodTemplateSpec template, int collisions) {
    int hash = fnv(FNV_OFFSET, WireCodec.toBytes(template));
    if (collisions > 0) {
      hash = fnv(hash, new byte[] {(byte) collisions, (byte) (collisions >> 8)});
    }
    var text = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      text.append(ALPHABET.charAt(digit % ALPHABET.length()));
    }
    return text.toString();
  }

  /// Whether two templates make the same pods, but for the hash label itself.
  static boolean same(PodTemplateSpec a, PodTemplateSpec b) {
    return WireCodec.equivalent(withoutHash(a), withoutHash(b));
  }

  private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    return template.toBuilder()
        .setMetadata(
            template.getMetadata().toBuilder().removeLabels(Annotations.POD_TEMPLATE_HASH))
        .build();
  }

  private static int fnv(int hash, byte[] bytes) {
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
