package dev.coxswain.controllermanager.serviceaccount;

import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.time.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/// Which tokens in secrets nobody has used for long: they are first made invalid, and deleted when
/// that bothered nobody either. Pure.
///
/// Only tokens that older control planes made by themselves are meant: those that their account
/// lists. Dates count, not times: that is all that is known of the last use.
final class LegacyTokens {
  static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

  private static final String LAST_USED = "kubernetes.io/legacy-token-last-used";

  enum Fate {
    STAYS,
    BECOMES_INVALID,
    GOES
  }

  private final LocalDate newestUse;
  private final Instant newest;
  private final boolean tracked;

  /// @param trackedSince since when uses are written down
  /// @param period how long a token may lie idle
  LegacyTokens(LocalDate trackedSince, Duration period, Instant now) {
    this.newest = now.minus(period);
    this.newestUse = LocalDate.ofInstant(newest, ZoneOffset.UTC);
    var begin = trackedSince.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    this.tracked = !now.isBefore(begin.plus(period));
  }

  /// @param account the secret's, if it exists
  /// @param mounted names of secrets that pods of the namespace use
  Fate fate(Secret secret, Optional<ServiceAccount> account, Set<String> mounted) {
    var name = secret.getMetadata().getName();
    boolean automatic =
        account
            .filter(a -> a.getSecretsList().stream().anyMatch(ref -> ref.getName().equals(name)))
            .isPresent();
    if (!tracked
        || !automatic
        || mounted.contains(name)
        || secret.getMetadata().hasDeletionTimestamp()
        || !Times.toInstant(secret.getMetadata().getCreationTimestamp()).isBefore(newest)
        || wasUsed(secret)) {
      return Fate.STAYS;
    }
    return date(secret, INVALID_SINCE)
        .map(since -> since.isBefore(newestUse) ? Fate.GOES : Fate.STAYS)
        .orElse(Fate.BECOMES_INVALID);
  }

  // A date that nobody can read says nothing: such a token is left alone.
  private boolean wasUsed(Secret secret) {
    return secret.getMetadata().containsLabels(LAST_USED)
        && date(secret, LAST_USED).filter(used -> used.isBefore(newestUse)).isEmpty();
  }

  private static Optional<LocalDate> date(Secret secret, String label) {
    return date(secret.getMetadata().getLabelsOrDefault(label, ""));
  }

  /// Reads such as `2026-01-31`.
  static Optional<LocalDate> date(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
