package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.Map;
import java.util.TreeMap;

/// The rules for resources that a whole pod asks for: its containers must find room in them.
final class PodResourceValidation {
  private PodResourceValidation() {}

  static void check(PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasResources()) {
      return;
    }
    if (spec.getResources().getClaimsCount() > 0) {
      problems.forbidden(path.child("claims"), "claims cannot be set for Resources at pod-level");
    }
    ResourceValidation.checkPod(spec.getResources(), path, problems);
    ClaimReferences.check(
        spec.getResources().getClaimsList(),
        spec.getResourceClaimsList(),
        path.child("claims"),
        problems);
    checkRequests(spec, path.child("requests"), problems);
    checkLimits(spec, path, problems);
  }

  private static void checkRequests(PodSpec spec, FieldPath path, Problems problems) {
    var requests = amounts(spec.getResources().getRequestsMap());
    ContainerSums.ofRequests(spec)
        .forEach((name, sum) -> {
          var request = requests.getOrDefault(name, Amount.ZERO);
          if (ResourceValidation.isForPods(name) && sum.compareTo(request) > 0) {
            problems.invalid(
                path.key(name),
                request.toString(),
                "must be greater than or equal to aggregate container requests of " + sum);
          }
        });
  }

  private static void checkLimits(PodSpec spec, FieldPath path, Problems problems) {
    var limits = amounts(spec.getResources().getLimitsMap());
    for (int i = 0; i < spec.getContainersCount(); i++) {
      var at = path.child("containers").index(i);
      amounts(spec.getContainers(i).getResources().getLimitsMap())
          .forEach((name, own) -> {
            if (limits.containsKey(name) && own.compareTo(limits.get(name)) > 0) {
              problems.invalid(
                  at.key(name).child("limits"),
                  own.toString(),
                  "must be less than or equal to pod limits of " + limits.get(name));
            }
          });
    }
  }

  private static Map<String, Amount> amounts(Map<String, Quantity> quantities) {
    var amounts = new TreeMap<String, Amount>();
    quantities.forEach((name, quantity) -> amounts.put(name, Amount.of(quantity)));
    return amounts;
  }
}
