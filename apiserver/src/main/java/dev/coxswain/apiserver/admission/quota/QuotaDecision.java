package dev.coxswain.apiserver.admission.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.apimachinery.quota.QuotaEvaluator;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration.LimitedResource;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether the quotas of a namespace leave room for a write, in upstream's words. Pure.
final class QuotaDecision {
  /// A write that may use something up.
  ///
  /// @param existing empty on create
  /// @param observed whether it is used already, and only said now
  record Demand(
      String groupResource,
      Message object,
      Optional<Message> existing,
      boolean observed,
      Instant now) {}

  /// More that is used of a quota.
  record Charge(ResourceQuota quota, ResourceAmounts amounts) {
    /// The quota with the charge on it.
    ResourceQuota charged() {
      return withUsed(ResourceAmounts.of(quota.getStatus().getUsedMap()).plus(amounts));
    }

    private ResourceQuota withUsed(ResourceAmounts used) {
      var changed = quota.toBuilder();
      changed.getStatusBuilder().clearUsed().putAllUsed(used.toProto());
      return changed.build();
    }
  }

  sealed interface Verdict {
    /// There is room.
    ///
    /// @param charges what to book; empty if nothing is used up
    record Granted(List<Charge> charges) implements Verdict {}

    /// There is none, or nobody knows.
    record Refused(String why) implements Verdict {}

    /// A scope that must be covered is not; upstream tells no more than the text of that.
    record Uncovered(String why) implements Verdict {}
  }

  private final QuotaEvaluator evaluator;
  private final Demand demand;
  private final List<ResourceQuota> quotas;
  private final QuotaConfiguration configuration;
  private final List<LimitedResource> limited;

  private QuotaDecision(
      Demand demand, List<ResourceQuota> quotas, QuotaConfiguration configuration) {
    this.evaluator = QuotaEvaluator.of(demand.groupResource());
    this.demand = demand;
    this.quotas = quotas;
    this.configuration = configuration;
    this.limited =
        configuration.limitedResources().stream()
            .filter(resource -> resource.isFor(demand.groupResource()))
            .toList();
  }

  static Verdict decide(
      Demand demand, List<ResourceQuota> quotas, QuotaConfiguration configuration) {
    return new QuotaDecision(demand, quotas, configuration).decide();
  }

  private Verdict decide() {
    var covering =
        quotas.stream()
            .filter(quota -> evaluator.covers(quota, hard(quota), demand.object()))
            .toList();
    for (var quota : covering) {
      var complaint = complaint(quota);
      if (complaint.isPresent()) {
        return new Verdict.Refused(complaint.get());
      }
    }
    var usage = evaluator.usage(demand.object(), demand.now());
    var negative = usage.negative();
    if (!negative.isEmpty()) {
      return new Verdict.Refused(
          "quota usage is negative for resource(s): "
              + String.join(",", negative.amounts().keySet()));
    }
    var more = new LinkedHashMap<ResourceQuota, ResourceAmounts>();
    for (var quota : covering) {
      var added = added(usage, quota);
      if (!added.isEmpty()) {
        more.put(quota, added);
      }
    }
    boolean nothing =
        covering.isEmpty() ? added(usage, demand.existing()).isEmpty() : more.isEmpty();
    if (nothing) {
      return new Verdict.Granted(List.of());
    }
    return uncoveredResources(usage, covering)
        .<Verdict>map(Verdict.Refused::new)
        .or(() -> uncoveredScopes().map(Verdict.Uncovered::new))
        .orElseGet(() -> charge(more));
  }

  /// What is used more of a quota: all, if the object didn't count before.
  private ResourceAmounts added(ResourceAmounts usage, ResourceQuota quota) {
    return added(
        usage, demand.existing().filter(before -> evaluator.covers(quota, hard(quota), before)));
  }

  /// Nothing is given back here: that is the controller's.
  private ResourceAmounts added(ResourceAmounts usage, Optional<Message> counted) {
    if (counted.isEmpty()) {
      return usage.withoutZeros();
    }
    var change = usage.minus(evaluator.usage(counted.get(), demand.now())).withoutZeros();
    var more = new TreeSet<>(change.amounts().keySet());
    more.removeAll(change.negative().amounts().keySet());
    return change.only(more);
  }

  /// What keeps the quota from being applied.
  private Optional<String> complaint(ResourceQuota quota) {
    var name = quota.getMetadata().getName();
    var concerned = concerned(quota);
    var missing = evaluator.missing(concerned, demand.object());
    if (missing.isPresent()) {
      return Optional.of("failed quota: %s: %s".formatted(name, missing.get()));
    }
    return quota.getStatus().getUsedMap().keySet().containsAll(concerned)
        ? Optional.empty()
        : Optional.of(
            "status unknown for quota: %s, resources: %s"
                .formatted(name, String.join(",", concerned)));
  }

  private Verdict charge(Map<ResourceQuota, ResourceAmounts> more) {
    var charges = new ArrayList<Charge>();
    for (var quota : more.keySet()) {
      var limit = ResourceAmounts.of(quota.getStatus().getHardMap());
      var used = ResourceAmounts.of(quota.getStatus().getUsedMap());
      var requested = more.get(quota).only(hard(quota));
      var exceeded =
          used.plus(requested).only(requested.amounts().keySet()).beyond(limit).amounts().keySet();
      if (!exceeded.isEmpty() && !demand.observed()) {
        return new Verdict.Refused(
            "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                .formatted(
                    quota.getMetadata().getName(),
                    requested.only(exceeded),
                    used.only(exceeded),
                    limit.only(exceeded)));
      }
      if (!requested.isEmpty()) {
        charges.add(new Charge(quota, requested));
      }
    }
    return new Verdict.Granted(charges);
  }

  /// What would be used that only a quota can grant, and none does.
  private Optional<String> uncoveredResources(ResourceAmounts usage, List<ResourceQuota> covering) {
    var granted =
        covering.stream()
            .flatMap(quota -> concerned(quota).stream())
            .collect(Collectors.toUnmodifiableSet());
    var names = new TreeSet<String>();
    usage.withoutZeros().amounts().keySet().stream()
        .filter(name -> limited.stream().anyMatch(resource -> resource.limits(name)))
        .filter(name -> !granted.contains(name))
        .forEach(names::add);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("insufficient quota to consume: " + String.join(",", names));
  }

  /// Scopes of objects that only a quota can let in, and none does; those of all resources count.
  private Optional<String> uncoveredScopes() {
    var scopes =
        configuration.limitedResources().stream()
            .flatMap(resource -> resource.matchScopes().stream())
            .map(Scope::requirement)
            .filter(scope -> evaluator.isIn(scope, demand.object()))
            .filter(scope -> !isGranted(scope))
            .map(QuotaDecision::text)
            .toList();
    return scopes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "insufficient quota to match these scopes: [" + String.join(" ", scopes) + "]");
  }

  private boolean isGranted(ScopedResourceSelectorRequirement scope) {
    return quotas.stream()
        .flatMap(quota -> QuotaEvaluator.scopes(quota).stream())
        .filter(granted -> evaluator.isIn(granted, demand.object()))
        .anyMatch(granted -> granted.getScopeName().equals(scope.getScopeName()));
  }

  private static String text(ScopedResourceSelectorRequirement scope) {
    return "{%s %s [%s]}"
        .formatted(
            scope.getScopeName(), scope.getOperator(), String.join(" ", scope.getValuesList()));
  }

  private List<String> concerned(ResourceQuota quota) {
    return hard(quota).stream().filter(evaluator::concerns).toList();
  }

  /// The names that the quota limits, as far as the controller has seen them.
  private static List<String> hard(ResourceQuota quota) {
    return quota.getStatus().getHardMap().keySet().stream().sorted().toList();
  }
}
