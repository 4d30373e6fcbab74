package dev.coxswain.apiserver.admission.limits;

import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.quota.PodResources;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a pod or a claim keeps within one item of a LimitRange.
final class LimitBounds {
  private final LimitRangeItem item;
  private final ResourceAmounts requests;
  private final ResourceAmounts limits;
  private final List<String> complaints = new ArrayList<>();

  private LimitBounds(LimitRangeItem item, ResourceAmounts requests, ResourceAmounts limits) {
    this.item = item;
    this.requests = requests;
    this.limits = limits;
  }

  static List<String> complaints(LimitRangeItem item, Pod pod) {
    var spec = pod.getSpec();
    return switch (item.getType()) {
      case "Container" ->
          Stream.concat(spec.getContainersList().stream(), spec.getInitContainersList().stream())
              .map(container -> container.getResources())
              .flatMap(r ->
                  new LimitBounds(
                          item,
                          ResourceAmounts.of(r.getRequestsMap()),
                          ResourceAmounts.of(r.getLimitsMap()))
                      .checkPod().stream())
              .toList();
      case "Pod" -> {
        var own = spec.toBuilder().clearOverhead().build(); // Overhead is the runtime's.
        yield new LimitBounds(item, PodResources.requests(own), PodResources.limits(own))
            .checkPod();
      }
      default -> List.of();
    };
  }

  /// A claim has a size, and nothing that limits it.
  static List<String> complaints(LimitRangeItem item, PersistentVolumeClaim claim) {
    if (!item.getType().equals("PersistentVolumeClaim")) {
      return List.of();
    }
    var requests = ResourceAmounts.of(claim.getSpec().getResources().getRequestsMap());
    return new LimitBounds(item, requests, ResourceAmounts.NONE).checkClaim();
  }

  private List<String> checkPod() {
    ResourceAmounts.of(item.getMinMap()).amounts().forEach(this::checkMin);
    ResourceAmounts.of(item.getMaxMap()).amounts().forEach(this::checkMax);
    ResourceAmounts.of(item.getMaxLimitRequestRatioMap()).amounts().forEach(this::checkRatio);
    return complaints;
  }

  private List<String> checkClaim() {
    ResourceAmounts.of(item.getMinMap()).amounts().forEach(this::checkMin);
    ResourceAmounts.of(item.getMaxMap()).amounts().forEach(this::checkMaxRequest);
    return complaints;
  }

  private void checkMin(String name, Amount min) {
    var bound = "minimum %s usage per %s is %s".formatted(name, item.getType(), min);
    var request = requests.get(name);
    var limit = limits.get(name).filter(amount -> amount.compareTo(min) < 0);
    if (request.isEmpty()) {
      complaints.add(bound + ".  No request is specified");
    } else if (request.get().compareTo(min) < 0) {
      complaints.add(bound + ", but request is " + request.get());
    } else if (limit.isPresent()) {
      complaints.add(bound + ", but limit is " + limit.get());
    }
  }

  private void checkMax(String name, Amount max) {
    var bound = "maximum %s usage per %s is %s".formatted(name, item.getType(), max);
    var limit = limits.get(name);
    if (limit.isEmpty()) {
      complaints.add(bound + ".  No limit is specified");
    } else if (limit.get().compareTo(max) > 0) {
      complaints.add(bound + ", but limit is " + limit.get());
    } else {
      beyond(name, max).ifPresent(request -> complaints.add(bound + ", but request is " + request));
    }
  }

  private void checkMaxRequest(String name, Amount max) {
    var bound = "maximum %s usage per %s is %s".formatted(name, item.getType(), max);
    if (requests.get(name).isEmpty()) {
      complaints.add(bound + ".  No request is specified");
    }
    beyond(name, max).ifPresent(request -> complaints.add(bound + ", but request is " + request));
  }

  private Optional<Amount> beyond(String name, Amount max) {
    return requests.get(name).filter(amount -> amount.compareTo(max) > 0);
  }

  private void checkRatio(String name, Amount max) {
    var bound = "%s max limit to request ratio per %s is %s".formatted(name, item.getType(), max);
    var request = requests.get(name).orElse(Amount.ZERO);
    var limit = limits.get(name).orElse(Amount.ZERO);
    if (request.isZero()) {
      complaints.add(bound + ", but no request is specified or request is 0");
    } else if (limit.isZero()) {
      complaints.add(bound + ", but no limit is specified or limit is 0");
    } else {
      var ratio = limit.exact().divide(request.exact(), MathContext.DECIMAL64);
      if (ratio.compareTo(max.exact()) > 0) {
        complaints.add(bound + ", but provided ratio is %.6f".formatted(ratio));
      }
    }
  }
}
