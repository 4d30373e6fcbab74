package dev.coxswain.apiserver.admission;

import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.util.Optional;

/// Finds service accounts, and waits a little for the `default` one, which comes shortly after its
/// namespace.
final class AccountLookup {
  static final String DEFAULT = "default";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Lookup lookup;
  private final long attempts;

  AccountLookup(Lookup lookup, Duration patience) {
    this.lookup = lookup;
    this.attempts = patience.dividedBy(PAUSE);
  }

  Optional<ServiceAccount> find(ObjectKey key) {
    var found = findNow(key);
    for (long i = 0; found.isEmpty() && key.name().equals(DEFAULT) && i < attempts; i++) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return found;
      }
      found = findNow(key);
    }
    return found;
  }

  private Optional<ServiceAccount> findNow(ObjectKey key) {
    var cached = lookup.get(ServiceAccount.class, key);
    return cached.isPresent() ? cached : lookup.fetch(ServiceAccount.class, key);
  }
}
