package dev.coxswain.controllermanager.quota;

import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.ResourceQuotaStatus;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import java.util.TreeMap;

/// Brings the books of a quota in line with what is there. Pure.
///
/// The API server books what it lets in before it stores it, so that for a moment more is booked
/// than there is. Such a booking must not be struck out: somebody else would be let in for it. What
/// is too much is therefore struck out only once the books have been at rest for longer than a
/// write takes. When a quota is full nothing more is booked, so that this moment always comes.
final class QuotaBooks {
  private QuotaBooks() {}

  /// What the status should be.
  ///
  /// @param unsettled whether less is there than booked, and it is too early to believe it
  record Plan(ResourceQuotaStatus status, boolean unsettled) {}

  /// @param counted what is there, of the resources that anybody knows how to count
  /// @param atRest whether nothing was booked for a while
  static Plan plan(ResourceQuota quota, ResourceAmounts counted, boolean atRest) {
    var hard = quota.getSpec().getHardMap();
    var booked = ResourceAmounts.of(quota.getStatus().getUsedMap()).only(hard.keySet());
    var used = new TreeMap<>(booked.amounts());
    boolean unsettled = false;
    for (var entry : counted.only(hard.keySet()).amounts().entrySet()) {
      boolean less =
          booked.get(entry.getKey()).filter(b -> entry.getValue().compareTo(b) < 0).isPresent();
      if (less && !atRest) {
        unsettled = true;
      } else {
        used.put(entry.getKey(), entry.getValue());
      }
    }
    var status =
        ResourceQuotaStatus.newBuilder()
            .putAllHard(hard)
            .putAllUsed(new ResourceAmounts(used).toProto())
            .build();
    return new Plan(status, unsettled);
  }
}
