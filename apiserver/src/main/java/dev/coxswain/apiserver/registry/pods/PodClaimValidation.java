package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodResourceClaim;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// The rules for a pod's claims to devices.
final class PodClaimValidation {
  private static final String ONE =
      "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified";

  private PodClaimValidation() {}

  static void check(List<PodResourceClaim> claims, FieldPath path, Problems problems) {
    var names = new HashSet<String>();
    for (int i = 0; i < claims.size(); i++) {
      var claim = claims.get(i);
      var at = path.index(i);
      if (claim.getName().isEmpty()) {
        problems.required(at.child("name"));
      } else if (!names.add(claim.getName())) {
        problems.duplicate(at.child("name"), claim.getName());
      } else {
        problems.invalid(at.child("name"), claim.getName(), Names.isDns1123Label(claim.getName()));
      }
      checkSource(claim, at, problems);
    }
  }

  private static void checkSource(PodResourceClaim claim, FieldPath path, Problems problems) {
    if (claim.hasResourceClaimName() && claim.hasResourceClaimTemplateName()) {
      problems.invalid(path, GoStruct.of(claim).tree(), ONE);
    }
    if (!claim.hasResourceClaimName() && !claim.hasResourceClaimTemplateName()) {
      problems.invalid(
          path,
          GoStruct.of(claim).tree(),
          "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
    }
    checkName(
        claim.getResourceClaimName(),
        claim.hasResourceClaimName(),
        path.child("resourceClaimName"),
        problems);
    checkName(
        claim.getResourceClaimTemplateName(),
        claim.hasResourceClaimTemplateName(),
        path.child("resourceClaimTemplateName"),
        problems);
  }

  private static void checkName(String name, boolean set, FieldPath path, Problems problems) {
    if (set) {
      problems.invalid(path, name, Names.isDns1123Subdomain(name));
    }
  }
}
