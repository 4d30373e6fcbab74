package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import java.util.Map;
import java.util.TreeMap;

/// The rules for names and amounts of resources.
public final class ResourceValidation {
  private ResourceValidation() {}

  /// What a container requests and may use at most.
  public static void checkContainer(
      ResourceRequirements resources, FieldPath path, Problems problems) {
    var limits = new TreeMap<>(resources.getLimitsMap());
    var requests = new TreeMap<>(resources.getRequestsMap());
    limits.forEach(
        (name, limit) -> checkEntry(name, limit, path.child("limits").key(name), problems));
    requests.forEach((name, request) -> {
      checkEntry(name, request, path.child("requests").key(name), problems);
      checkAgainstLimit(name, Amount.of(request), limits, path, problems);
    });
  }

  /// What pods cost beyond what their containers use.
  public static void checkOverhead(
      Map<String, Quantity> overhead, FieldPath path, Problems problems) {
    new TreeMap<>(overhead)
        .forEach(
            (name, amount) -> checkEntry(name, amount, path.child("limits").key(name), problems));
  }

  /// A map from resources to amounts, without regard to who has them.
  public static void checkAmounts(
      Map<String, Quantity> amounts, FieldPath path, Problems problems) {
    new TreeMap<>(amounts)
        .forEach((name, amount) -> {
          problems.invalid(path.key(name), name, Names.isQualifiedName(name));
          checkAmount(name, Amount.of(amount), path.key(name), problems);
        });
  }

  /// At least zero, and whole where the resource cannot be divided.
  public static void checkAmount(String name, Amount amount, FieldPath path, Problems problems) {
    if (amount.signum() < 0) {
      problems.invalid(path, amount.toString(), Messages.NON_NEGATIVE);
    }
    if (ResourceNames.isIntegral(name) && !amount.isWhole()) {
      problems.invalid(path, amount.toString(), "must be an integer");
    }
  }

  private static void checkEntry(
      String name, Quantity quantity, FieldPath path, Problems problems) {
    checkName(name, path, problems);
    if (!name.contains("/") && !ResourceNames.isForContainers(name)) {
      problems.invalid(path, name, "must be a standard resource for containers");
    } else if (name.contains("/")
        && !ResourceNames.isNative(name)
        && !ResourceNames.isExtended(name)) {
      problems.invalid(path, name, "doesn't follow extended resource name standard");
    }
    checkAmount(name, Amount.of(quantity), path, problems);
  }

  /// A resource of Kubernetes, or one with a domain in front.
  public static void checkName(String name, FieldPath path, Problems problems) {
    var complaints = Names.isQualifiedName(name);
    problems.invalid(path, name, complaints);
    if (complaints.isEmpty() && !name.contains("/") && !ResourceNames.isStandard(name)) {
      problems.invalid(path, name, "must be a standard resource type or fully qualified");
    }
  }

  private static void checkAgainstLimit(
      String name,
      Amount request,
      Map<String, Quantity> limits,
      FieldPath path,
      Problems problems) {
    if (!limits.containsKey(name)) {
      if (!ResourceNames.isOvercommitted(name)) {
        problems.required(
            path.child("limits"), "Limit must be set for non overcommitable resources");
      }
      return;
    }
    var limit = Amount.of(limits.get(name));
    int compared = request.compareTo(limit);
    if (compared != 0 && !ResourceNames.isOvercommitted(name)) {
      problems.invalid(
          path.child("requests"),
          request.toString(),
          "must be equal to %s limit of %s".formatted(name, limit));
    } else if (compared > 0) {
      problems.invalid(
          path.child("requests"),
          request.toString(),
          "must be less than or equal to %s limit of %s".formatted(name, limit));
    }
  }
}
