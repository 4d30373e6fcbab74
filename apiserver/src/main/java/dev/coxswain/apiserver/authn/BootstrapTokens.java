package dev.coxswain.apiserver.authn;

import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tokens `ID.SECRET` with which nodes join: each is a secret `bootstrap-token-ID` in
/// `kube-system`.
public final class BootstrapTokens implements BearerTokens.Kind {
  private static final Pattern TOKEN = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
  private static final Pattern GROUP =
      Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
  private static final String NAMESPACE = "kube-system";
  private static final String NAME_PREFIX = "bootstrap-token-";
  private static final String TYPE = "bootstrap.kubernetes.io/token";
  private static final String DEFAULT_GROUP = "system:bootstrappers";

  private final Lookup lookup;
  private final InstantSource clock;

  public BootstrapTokens(Lookup lookup, InstantSource clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(String token, List<String> audiences) {
    var parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      return new Authentication.Unknown();
    }
    var id = parts.group(1);
    return lookup
        .get(Secret.class, new ObjectKey(NAMESPACE, NAME_PREFIX + id))
        .filter(secret -> isGood(secret, id, parts.group(2)))
        .flatMap(BootstrapTokens::groups)
        .<Authentication>map(groups ->
            new Authentication.Known(
                new UserInfo("system:bootstrap:" + id, "", groups, Map.of()), audiences))
        .orElse(new Authentication.Unknown());
  }

  private boolean isGood(Secret secret, String id, String shown) {
    return secret.getType().equals(TYPE)
        && !Metadata.of(secret).hasDeletionTimestamp()
        && MessageDigest.isEqual(
            text(secret, "token-secret").getBytes(java.nio.charset.StandardCharsets.UTF_8),
            shown.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        && text(secret, "token-id").equals(id)
        && !isExpired(text(secret, "expiration"))
        && text(secret, "usage-bootstrap-authentication").equals("true");
  }

  /// A time that can't be read counts as past.
  private boolean isExpired(String expiration) {
    if (expiration.isEmpty()) {
      return false;
    }
    try {
      Instant end = OffsetDateTime.parse(expiration).toInstant();
      return !clock.instant().isBefore(end);
    } catch (DateTimeException e) {
      return true;
    }
  }

  /// Empty if the secret names groups that tokens may not have.
  private static Optional<List<String>> groups(Secret secret) {
    var groups = new ArrayList<String>();
    groups.add(DEFAULT_GROUP);
    var extra = text(secret, "auth-extra-groups");
    if (!extra.isEmpty()) {
      Arrays.stream(extra.split(",", -1)).sorted().distinct().forEach(groups::add);
    }
    boolean allowed = groups.stream().skip(1).allMatch(group -> GROUP.matcher(group).matches());
    return allowed ? Optional.of(groups) : Optional.empty();
  }

  private static String text(Secret secret, String key) {
    var value = secret.getDataMap().get(key);
    return value == null ? "" : value.toStringUtf8();
  }
}
