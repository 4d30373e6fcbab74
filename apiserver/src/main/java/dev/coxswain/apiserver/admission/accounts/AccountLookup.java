package dev.coxswain.apiserver.admission.accounts;

import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.admission.accounts.ServiceAccountAdmission.Pause;
import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.util.Optional;

/// Finds service accounts, and waits a little for the `default` one, which comes shortly after its
/// namespace.
final class AccountLookup {
  static final String DEFAULT = "default";
  private static final Duration STEP = Duration.ofMillis(100);

  private final Lookup lookup;
  private final long attempts;
  private final Pause pause;

  AccountLookup(Lookup lookup, Duration patience, Pause pause) {
    this.lookup = lookup;
    this.attempts = patience.dividedBy(STEP);
    this.pause = pause;
  }

  Optional<ServiceAccount> find(ObjectKey key) {
    var found = findNow(key);
    for (long i = 0; found.isEmpty() && key.name().equals(DEFAULT) && i < attempts; i++) {
      try {
        pause.last(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = findNow(key);
    }
    return found;
  }

  private Optional<ServiceAccount> findNow(ObjectKey key) {
    return lookup.get(ServiceAccount.class, key).or(() -> lookup.fetch(ServiceAccount.class, key));
  }
}
