package dev.coxswain.apiserver.admission;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whether a pod or a claim keeps within one item of a LimitRange.
final class LimitBounds {
  private final LimitRangeItem item;
  private final Map<String, Amount> requests;
  private final Map<String, Amount> limits;
  private final List<String> complaints = new ArrayList<>();

  private LimitBounds(
      LimitRangeItem item, Map<String, Amount> requests, Map<String, Amount> limits) {
    this.item = item;
    this.requests = requests;
    this.limits = limits;
  }

  static List<String> complaints(LimitRangeItem item, Pod pod) {
    var spec = pod.getSpec();
    return switch (item.getType()) {
      case "Container" ->
          Stream.concat(spec.getContainersList().stream(), spec.getInitContainersList().stream())
              .flatMap(c -> of(item, c).check().stream())
              .toList();
      case "Pod" ->
          new LimitBounds(
                  item,
                  total(pod, c -> c.getResources().getRequestsMap()),
                  total(pod, c -> c.getResources().getLimitsMap()))
              .check();
      default -> List.of();
    };
  }

  static List<String> complaints(LimitRangeItem item, PersistentVolumeClaim claim) {
    if (!item.getType().equals("PersistentVolumeClaim")) {
      return List.of();
    }
    var requests = amounts(claim.getSpec().getResources().getRequestsMap());
    return new LimitBounds(item, requests, requests).check();
  }

  private static LimitBounds of(LimitRangeItem item, Container container) {
    return new LimitBounds(
        item,
        amounts(container.getResources().getRequestsMap()),
        amounts(container.getResources().getLimitsMap()));
  }

  private List<String> check() {
    amounts(item.getMinMap()).forEach(this::checkMin);
    amounts(item.getMaxMap()).forEach(this::checkMax);
    amounts(item.getMaxLimitRequestRatioMap()).forEach(this::checkRatio);
    return complaints;
  }

  private void checkMin(String name, Amount min) {
    var bound = "minimum %s usage per %s is %s".formatted(name, item.getType(), min);
    var request = requests.get(name);
    var limit = limits.get(name);
    if (request == null) {
      complaints.add(bound + ".  No request is specified");
    } else if (limit != null && limit.compareTo(min) < 0) {
      complaints.add(bound + ", but limit is " + limit);
    } else if (request.compareTo(min) < 0) {
      complaints.add(bound + ", but request is " + request);
    }
  }

  private void checkMax(String name, Amount max) {
    var bound = "maximum %s usage per %s is %s".formatted(name, item.getType(), max);
    var request = requests.get(name);
    var limit = limits.get(name);
    if (limit == null) {
      complaints.add(bound + ".  No limit is specified");
    } else if (limit.compareTo(max) > 0) {
      complaints.add(bound + ", but limit is " + limit);
    } else if (request != null && request.compareTo(max) > 0) {
      complaints.add(bound + ", but request is " + request);
    }
  }

  private void checkRatio(String name, Amount max) {
    var bound = "%s max limit to request ratio per %s is %s".formatted(name, item.getType(), max);
    var request = requests.getOrDefault(name, Amount.ZERO);
    var limit = limits.getOrDefault(name, Amount.ZERO);
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

  /// The sum over the containers; one init container that asks for more counts instead, as they run
  /// alone.
  private static Map<String, Amount> total(
      Pod pod, Function<Container, Map<String, Quantity>> what) {
    var total = new TreeMap<String, Amount>();
    for (var container : pod.getSpec().getContainersList()) {
      amounts(what.apply(container)).forEach((n, a) -> total.merge(n, a, Amount::plus));
    }
    for (var container : pod.getSpec().getInitContainersList()) {
      amounts(what.apply(container)).forEach((n, a) -> total.merge(n, a, Amount::max));
    }
    return total;
  }

  private static Map<String, Amount> amounts(Map<String, Quantity> quantities) {
    var amounts = new TreeMap<String, Amount>();
    quantities.forEach((name, quantity) -> amounts.put(name, Amount.of(quantity)));
    return amounts;
  }
}
