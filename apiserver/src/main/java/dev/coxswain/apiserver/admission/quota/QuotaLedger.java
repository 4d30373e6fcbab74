package dev.coxswain.apiserver.admission.quota;

import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.Commitment;
import dev.coxswain.apiserver.admission.quota.QuotaDecision.Charge;
import dev.coxswain.apiserver.admission.quota.QuotaDecision.Verdict;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.ObjectStore.Result;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Books usage on the quotas in the store before anything is used: a charge counts only if the
/// quota is still as it was judged, whichever server made the last one.
final class QuotaLedger {
  private static final int ATTEMPTS = 64;
  private static final int LOCKS = 64;

  private final Lookup lookup;
  private final ObjectStore store;

  /// One charge after the other in a namespace, so that a server at least doesn't race with itself.
  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();

  QuotaLedger(Lookup lookup, Storage storage) {
    this.lookup = lookup;
    this.store = new ObjectStore(storage, Scheme.kubernetes().resourceOf(ResourceQuota.class));
  }

  List<ResourceQuota> quotas(String namespace) {
    return lookup.list(ResourceQuota.class, namespace);
  }

  /// Lets `decide` judge the quotas of the namespace, and books what it grants.
  ///
  /// @param dryRun judge only
  Commitment charge(
      String namespace,
      Function<List<ResourceQuota>, Verdict> decide,
      Function<String, ApiException> refusal,
      boolean dryRun) {
    var lock = locks.get(Math.floorMod(namespace.hashCode(), LOCKS));
    lock.lock();
    try {
      return locked(namespace, decide, refusal, dryRun);
    } finally {
      lock.unlock();
    }
  }

  private Commitment locked(
      String namespace,
      Function<List<ResourceQuota>, Verdict> decide,
      Function<String, ApiException> refusal,
      boolean dryRun) {
    var first = decide.apply(quotas(namespace));
    var booked = settle(first, dryRun);
    var quotas = quotas(namespace);
    for (int attempt = 0; booked.isEmpty() && attempt < ATTEMPTS; attempt++) {
      quotas = fetched(quotas); // The cache may be behind: what it refuses is looked at again.
      var verdict = decide.apply(quotas);
      booked =
          switch (verdict) {
            case Verdict.Refused(var why) -> throw refusal.apply(why);
            case Verdict.Uncovered(var why) -> throw AdmissionRequest.unexplained(why);
            case Verdict.Granted _ -> settle(verdict, dryRun);
          };
    }
    return booked.orElseThrow(() -> ApiException.of(contended(namespace)));
  }

  private static Refusal contended(String namespace) {
    return new Refusal.Internal(
        "the resource quotas of namespace %s change too fast".formatted(namespace));
  }

  /// Empty if that verdict cannot stand.
  private Optional<Commitment> settle(Verdict verdict, boolean dryRun) {
    return switch (verdict) {
      case Verdict.Refused _, Verdict.Uncovered _ -> Optional.empty();
      case Verdict.Granted(var charges) ->
          charges.isEmpty() || dryRun ? Optional.of(Commitment.NONE) : book(charges);
    };
  }

  /// Quotas that are gone by now are left out.
  private List<ResourceQuota> fetched(List<ResourceQuota> quotas) {
    return quotas.stream()
        .map(quota -> quota.getMetadata())
        .flatMap(meta -> store.fetch(meta.getNamespace(), meta.getName()).stream())
        .map(QuotaLedger::quota)
        .toList();
  }

  /// All charges or none; empty if a quota is no longer as it was.
  private Optional<Commitment> book(List<Charge> charges) {
    var booked = new ArrayList<Commitment>();
    for (var charge : charges) {
      var quota = charge.quota().getMetadata();
      var result =
          store.update(
              quota.getNamespace(),
              quota.getName(),
              charge.charged(),
              Long.parseLong(quota.getResourceVersion()));
      switch (result) {
        case Result.Stored(var stored) -> booked.add(() -> giveBack(stored, charge));
        case Result.Mismatch _ -> {
          Commitment.of(booked).giveBack();
          return Optional.empty();
        }
      }
    }
    return Optional.of(Commitment.of(booked));
  }

  /// Only if nothing else happened to the quota since: the controller may have counted already that
  /// the object is not there. If something did, it counts again soon.
  private void giveBack(StoredObject charged, Charge charge) {
    var key =
        new ObjectKey(
            charge.quota().getMetadata().getNamespace(), charge.quota().getMetadata().getName());
    store.update(key.namespace(), key.name(), charge.quota(), charged.revision());
  }

  private static ResourceQuota quota(StoredObject object) {
    return (ResourceQuota) object.message();
  }
}
