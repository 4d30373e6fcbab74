package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodResourceClaim;
import dev.coxswain.api.core.v1.ResourceClaim;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The rules for which of a pod's claims to devices, or which requests of one, somebody uses.
final class ClaimReferences {
  private ClaimReferences() {}

  /// @param claims what the pod claims
  static void check(
      List<ResourceClaim> used, List<PodResourceClaim> claims, FieldPath path, Problems problems) {
    var known = new TreeSet<String>();
    claims.stream()
        .map(PodResourceClaim::getName)
        .filter(name -> !name.isEmpty())
        .forEach(known::add);
    var seen = new HashSet<String>();
    for (int i = 0; i < used.size(); i++) {
      var claim = used.get(i);
      if (claim.getName().isEmpty()) {
        problems.required(path.index(i));
        continue;
      }
      checkRepeated(claim, seen, path.index(i), problems);
      if (!known.contains(claim.getName())) {
        var which = known.isEmpty() ? " which is empty" : ": " + String.join(", ", known);
        problems.notFound(
            path.index(i),
            claim.getName(),
            "must be one of the names in pod.spec.resourceClaims" + which);
      }
    }
  }

  /// A claim is used as a whole, or some of its requests once each.
  private static void checkRepeated(
      ResourceClaim claim, Set<String> seen, FieldPath path, Problems problems) {
    var name = claim.getName();
    if (seen.contains(name)) {
      problems.duplicate(path, name);
      return;
    }
    var key = claim.getRequest().isEmpty() ? name : name + "/" + claim.getRequest();
    if (!claim.getRequest().isEmpty()) {
      problems.invalid(
          path.child("request"), claim.getRequest(), Names.isDns1123Label(claim.getRequest()));
    }
    if (seen.contains(key)) {
      problems.duplicate(path, key);
    } else if (claim.getRequest().isEmpty()) {
      seen.stream()
          .filter(other -> other.startsWith(name + "/"))
          .forEach(_ -> problems.duplicate(path, name));
    }
    seen.add(key);
  }
}
