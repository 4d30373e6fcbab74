package dev.coxswain.apiserver.admission.catalog;

import dev.coxswain.apiserver.admission.accounts.ServiceAccountAdmission.Pause;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.Storage;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What steps of admission work with.
///
/// @param storage holds the quotas that usage is booked on
/// @param random for the names of generated volumes
/// @param pause how to wait for what is about to come
public record Surroundings(
    AdmissionSettings settings,
    Lookup lookup,
    Storage storage,
    Authorizer authorizer,
    RandomGenerator random,
    Pause pause) {

  <T> Optional<T> configured(String plugin, String kind, Class<T> type) {
    return settings.configuration().of(plugin, kind, type);
  }
}
