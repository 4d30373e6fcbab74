package dev.coxswain.apiserver.request;

import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Gives new objects what only the server may: a uid, a time, and the rest of a generated name.
final class Identities {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX = 5;
  private static final int MAX_BASE = 63 - SUFFIX;

  private final RandomGenerator random;

  Identities(RandomGenerator random) {
    this.random = random;
  }

  /// Without what only the server may give to a new object.
  static ObjectMeta wiped(ObjectMeta sent) {
    return sent.toBuilder()
        .clearUid()
        .clearCreationTimestamp()
        .clearDeletionTimestamp()
        .clearDeletionGracePeriodSeconds()
        .clearSelfLink()
        .build();
  }

  /// The metadata of an object that begins to exist now.
  ObjectMeta fresh(ObjectMeta sent, Instant now) {
    var meta =
        wiped(sent).toBuilder()
            .setUid(uid())
            .setCreationTimestamp(Times.of(now))
            .clearResourceVersion();
    if (sent.getName().isEmpty() && !sent.getGenerateName().isEmpty()) {
      meta.setName(generated(sent.getGenerateName()));
    }
    return meta.build();
  }

  private String generated(String base) {
    var name = new StringBuilder(base.length() > MAX_BASE ? base.substring(0, MAX_BASE) : base);
    for (int i = 0; i < SUFFIX; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }

  /// A random UUID, version 4.
  private String uid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
