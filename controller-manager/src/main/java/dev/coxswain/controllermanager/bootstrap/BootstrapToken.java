package dev.coxswain.controllermanager.bootstrap;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.apimachinery.time.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A secret of type `bootstrap.kubernetes.io/token`. Pure.
///
/// @param id the public half
/// @param secret the other
/// @param signs whether it vouches for the cluster's public information
/// @param expiry after which it is void; absent for never
record BootstrapToken(String id, String secret, boolean signs, Optional<Instant> expiry) {
  static final String NAMESPACE = "kube-system";
  private static final String TYPE = "bootstrap.kubernetes.io/token";
  private static final Pattern NAME = Pattern.compile("bootstrap-token-([a-z0-9]{6})");

  /// The token in the secret; absent if it is none, or none that could be used.
  static Optional<BootstrapToken> of(Secret secret) {
    var id = text(secret, "token-id");
    var name = NAME.matcher(secret.getMetadata().getName());
    boolean usable =
        isToken(secret)
            && name.matches()
            && name.group(1).equals(id)
            && !text(secret, "token-secret").isEmpty();
    if (!usable) {
      return Optional.empty();
    }
    return Optional.of(
        new BootstrapToken(
            id,
            text(secret, "token-secret"),
            text(secret, "usage-bootstrap-signing").equals("true"),
            expiry(secret)));
  }

  static boolean isToken(Secret secret) {
    return secret.getType().equals(TYPE) && secret.getMetadata().getNamespace().equals(NAMESPACE);
  }

  boolean isValidAt(Instant now) {
    return expiry.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /// After which the token in the secret is void, whether it could be used or not; absent for
  /// never. What can't be read has expired, for safety's sake.
  static Optional<Instant> expiry(Secret secret) {
    var text = text(secret, "expiration");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Times.parse(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.of(Instant.EPOCH);
    }
  }

  private static String text(Secret secret, String key) {
    return secret.getDataOrDefault(key, ByteString.EMPTY).toStringUtf8();
  }
}
