package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Limit ranges: every bound must leave room between its neighbours.
public final class LimitRangeStrategy extends GenericStrategy<LimitRange> {

  public LimitRangeStrategy(ResourceType resource) {
    super(resource, CoreTables.LIMIT_RANGES);
  }

  @Override
  protected void check(LimitRange range, StrategyContext context, Problems problems) {
    var types = new HashSet<String>();
    for (int i = 0; i < range.getSpec().getLimitsCount(); i++) {
      var item = range.getSpec().getLimits(i);
      var path = Problems.SPEC.child("limits").index(i);
      if (!types.add(item.getType())) {
        problems.duplicate(path.child("type"), item.getType());
      }
      checkItem(item, path, problems);
    }
  }

  private static void checkItem(LimitRangeItem item, FieldPath path, Problems problems) {
    if (item.getType().equals("Pod")) {
      if (item.getDefaultCount() > 0) {
        problems.forbidden(path.child("default"), "may not be specified when `type` is 'Pod'");
      }
      if (item.getDefaultRequestCount() > 0) {
        problems.forbidden(
            path.child("defaultRequest"), "may not be specified when `type` is 'Pod'");
      }
    }
    var names = new TreeSet<String>();
    names.addAll(item.getMinMap().keySet());
    names.addAll(item.getMaxMap().keySet());
    names.addAll(item.getDefaultMap().keySet());
    names.addAll(item.getDefaultRequestMap().keySet());
    names.addAll(item.getMaxLimitRequestRatioMap().keySet());
    names.forEach(name -> checkResource(item, name, path, problems));
  }

  private static void checkResource(
      LimitRangeItem item, String name, FieldPath path, Problems problems) {
    var min = amount(item.getMinMap(), name);
    var max = amount(item.getMaxMap(), name);
    var request = amount(item.getDefaultRequestMap(), name);
    var limit = amount(item.getDefaultMap(), name);
    checkOrder("min value", min, "max value", max, path.child("min").key(name), min, problems);
    var requestPath = path.child("defaultRequest").key(name);
    var limitPath = path.child("default").key(name);
    checkOrder("min value", min, "default request value", request, requestPath, request, problems);
    checkOrder("default request value", request, "max value", max, requestPath, request, problems);
    checkOrder(
        "default request value",
        request,
        "default limit value",
        limit,
        requestPath,
        request,
        problems);
    checkOrder("min value", min, "default value", limit, limitPath, min, problems);
    // Upstream shows the bound here instead of the value.
    checkOrder("default value", limit, "max value", max, limitPath, max, problems);
    amountRatio(item, name, path, problems);
  }

  private static void amountRatio(
      LimitRangeItem item, String name, FieldPath path, Problems problems) {
    amount(item.getMaxLimitRequestRatioMap(), name)
        .filter(ratio -> ratio.compareTo(Amount.ofUnits(1)) < 0)
        .ifPresent(ratio ->
            problems.invalid(
                path.child("maxLimitRequestRatio").key(name),
                ratio.toString(),
                "ratio %s is less than 1".formatted(ratio)));
  }

  private static void checkOrder(
      String lowName,
      Optional<Amount> low,
      String highName,
      Optional<Amount> high,
      FieldPath path,
      Optional<Amount> shown,
      Problems problems) {
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      problems.invalid(
          path,
          shown.orElseThrow().toString(),
          "%s %s is greater than %s %s".formatted(lowName, low.get(), highName, high.get()));
    }
  }

  private static Optional<Amount> amount(Map<String, Quantity> amounts, String name) {
    return Optional.ofNullable(amounts.get(name)).map(Amount::of);
  }
}
