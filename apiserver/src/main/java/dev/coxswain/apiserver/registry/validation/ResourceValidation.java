package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The rules for names and amounts of resources.
public final class ResourceValidation {
  private static final Set<String> COMPUTE = Set.of("cpu", "memory");
  private static final List<String> OF_PODS = List.of("cpu", "hugepages-", "memory");

  private ResourceValidation() {}

  /// Whether a name may be used for resources of some owner.
  private interface NameCheck {
    void check(String name, FieldPath path, Problems problems);
  }

  /// What a container requests and may use at most.
  public static void checkContainer(
      ResourceRequirements resources, FieldPath path, Problems problems) {
    checkRequirements(resources, ResourceValidation::checkContainerName, path, problems);
  }

  /// What a pod as a whole requests and may use at most.
  public static void checkPod(ResourceRequirements resources, FieldPath path, Problems problems) {
    checkRequirements(resources, ResourceValidation::checkPodName, path, problems);
  }

  /// Whether pods as a whole can ask for the resource.
  public static boolean isForPods(String name) {
    return COMPUTE.contains(name) || name.startsWith(ResourceNames.HUGE_PAGES);
  }

  private static void checkRequirements(
      ResourceRequirements resources, NameCheck names, FieldPath path, Problems problems) {
    var limits = new TreeMap<>(resources.getLimitsMap());
    var requests = new TreeMap<>(resources.getRequestsMap());
    limits.forEach((name, limit) -> {
      var at = path.child("limits").key(name);
      names.check(name, at, problems);
      checkAmount(name, Amount.of(limit), at, problems);
      checkPages(name, Amount.of(limit), at, problems);
    });
    requests.forEach((name, request) -> {
      var at = path.child("requests").key(name);
      names.check(name, at, problems);
      checkAmount(name, Amount.of(request), at, problems);
      checkAgainstLimit(name, Amount.of(request), limits, path, problems);
      checkPages(name, Amount.of(request), at, problems);
    });
    var all = Stream.concat(limits.keySet().stream(), requests.keySet().stream()).toList();
    if (all.stream().anyMatch(n -> n.startsWith(ResourceNames.HUGE_PAGES))
        && all.stream().noneMatch(COMPUTE::contains)) {
      problems.forbidden(path, "HugePages require cpu or memory");
    }
  }

  /// Pages cannot be divided.
  private static void checkPages(String name, Amount amount, FieldPath path, Problems problems) {
    if (name.startsWith(ResourceNames.HUGE_PAGES) && !isMultiple(name, amount)) {
      problems.invalid(
          path,
          amount.toString(),
          "%s is not positive integer multiple of %s".formatted(amount, name));
    }
  }

  private static boolean isMultiple(String name, Amount amount) {
    try {
      var page = Amount.parse(name.substring(ResourceNames.HUGE_PAGES.length()));
      return page.signum() > 0 && page.isWhole() && amount.value() % page.value() == 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// What pods cost beyond what their containers use.
  public static void checkOverhead(
      Map<String, Quantity> overhead, FieldPath path, Problems problems) {
    new TreeMap<>(overhead)
        .forEach((name, amount) -> {
          var at = path.child("limits").key(name);
          checkContainerName(name, at, problems);
          checkAmount(name, Amount.of(amount), at, problems);
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

  /// A resource that containers may have.
  public static void checkContainerName(String name, FieldPath path, Problems problems) {
    checkName(name, path, problems);
    if (!name.contains("/") && !ResourceNames.isForContainers(name)) {
      problems.invalid(path, name, "must be a standard resource for containers");
    } else if (name.contains("/")
        && !ResourceNames.isNative(name)
        && !ResourceNames.isExtended(name)) {
      problems.invalid(path, name, "doesn't follow extended resource name standard");
    }
  }

  private static void checkPodName(String name, FieldPath path, Problems problems) {
    int before = problems.count();
    checkName(name, path, problems);
    if (problems.count() == before && !isForPods(name)) {
      problems.notSupported(path, name, OF_PODS);
    }
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
