package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceNames;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The rules for the bounds of one sort of thing: each must leave room between its neighbours.
final class LimitRules {
  private static final double MILLI = 1000;

  private final LimitRangeItem item;
  private final FieldPath path;
  private final Problems problems;
  private final TreeSet<String> names = new TreeSet<>();

  LimitRules(LimitRangeItem item, FieldPath path, Problems problems) {
    this.item = item;
    this.path = path;
    this.problems = problems;
  }

  void check() {
    checkNames(item.getMaxMap(), "max");
    checkNames(item.getMinMap(), "min");
    boolean pods = item.getType().equals("Pod");
    if (pods) {
      forbid(item.getDefaultMap(), "default");
      forbid(item.getDefaultRequestMap(), "defaultRequest");
    } else {
      checkNames(item.getDefaultMap(), "default");
      checkNames(item.getDefaultRequestMap(), "defaultRequest");
    }
    if (item.getType().equals("PersistentVolumeClaim")
        && !item.containsMin("storage")
        && !item.containsMax("storage")) {
      problems.required(
          path.child("limits"),
          "either minimum or maximum storage value is required, but neither was provided");
    }
    checkNames(item.getMaxLimitRequestRatioMap(), "maxLimitRequestRatio");
    for (var name : names) {
      var request = pods ? Optional.<Amount>empty() : amount(item.getDefaultRequestMap(), name);
      var limit = pods ? Optional.<Amount>empty() : amount(item.getDefaultMap(), name);
      checkResource(name, request, limit);
    }
  }

  private void forbid(Map<String, Quantity> amounts, String field) {
    if (!amounts.isEmpty()) {
      problems.forbidden(path.child(field), "may not be specified when `type` is 'Pod'");
    }
  }

  private void checkNames(Map<String, Quantity> amounts, String field) {
    for (var name : new TreeSet<>(amounts.keySet())) {
      names.add(name);
      var at = path.child(field).key(name);
      switch (item.getType()) {
        case "Pod", "Container" -> ResourceValidation.checkContainerName(name, at, problems);
        default -> ResourceValidation.checkName(name, at, problems);
      }
    }
  }

  private void checkResource(String name, Optional<Amount> request, Optional<Amount> limit) {
    var min = amount(item.getMinMap(), name);
    var max = amount(item.getMaxMap(), name);
    var requestPath = path.child("defaultRequest").key(name);
    var limitPath = path.child("default").key(name);
    checkOrder("min value", min, "max value", max, path.child("min").key(name), min);
    checkOrder("min value", min, "default request value", request, requestPath, request);
    checkOrder("default request value", request, "max value", max, requestPath, request);
    checkOrder(
        "default request value", request, "default limit value", limit, requestPath, request);
    checkOrder("min value", min, "default value", limit, limitPath, min);
    // Upstream shows the bound here instead of the value.
    checkOrder("default value", limit, "max value", max, limitPath, max);
    amount(item.getMaxLimitRequestRatioMap(), name)
        .ifPresent(
            ratio -> checkRatio(ratio, min, max, path.child("maxLimitRequestRatio").key(name)));
    boolean differ =
        request.isPresent() && limit.isPresent() && request.get().compareTo(limit.get()) != 0;
    if (differ && !ResourceNames.isOvercommitted(name)) {
      problems.invalid(
          requestPath,
          request.get().toString(),
          "default value %s must equal to defaultRequest value %s in %s"
              .formatted(limit.get(), request.get(), name));
    }
  }

  private void checkRatio(Amount ratio, Optional<Amount> min, Optional<Amount> max, FieldPath at) {
    if (ratio.compareTo(Amount.ofUnits(1)) < 0) {
      problems.invalid(at, ratio.toString(), "ratio %s is less than 1".formatted(ratio));
    }
    if (min.isEmpty() || max.isEmpty()) {
      return;
    }
    double widest = (double) max.get().milliValue() / min.get().milliValue();
    if (ratio.milliValue() / MILLI > widest) {
      problems.invalid(
          at,
          ratio.toString(),
          String.format(Locale.ROOT, "ratio %s is greater than max/min = %f", ratio, widest));
    }
  }

  private void checkOrder(
      String lowName,
      Optional<Amount> low,
      String highName,
      Optional<Amount> high,
      FieldPath at,
      Optional<Amount> shown) {
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      problems.invalid(
          at,
          shown.orElseThrow().toString(),
          "%s %s is greater than %s %s".formatted(lowName, low.get(), highName, high.get()));
    }
  }

  private static Optional<Amount> amount(Map<String, Quantity> amounts, String name) {
    return Optional.ofNullable(amounts.get(name)).map(Amount::of);
  }
}
