package dev.coxswain.apimachinery.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.apimachinery.quantity.Amount;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// Claims of storage: how many, and how much, of all classes and of each.
record ClaimEvaluator() implements QuotaEvaluator {
  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String STORAGE = "requests.storage";
  private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final Set<String> NAMES = Set.of(CLAIMS, STORAGE, COUNT + CLAIMS);

  @Override
  public boolean concerns(String name) {
    return NAMES.contains(name)
        || name.endsWith(OF_CLASS + CLAIMS)
        || name.endsWith(OF_CLASS + STORAGE);
  }

  @Override
  public ResourceAmounts usage(Message object, Instant now) {
    var claim = (PersistentVolumeClaim) object;
    var one = Amount.ofUnits(1);
    var usage = ResourceAmounts.of(CLAIMS, one).with(COUNT + CLAIMS, one);
    var className = className(claim);
    if (!className.isEmpty()) {
      usage = usage.with(className + OF_CLASS + CLAIMS, one);
    }
    if (claim.getSpec().getResources().containsRequests("storage")) {
      var size = size(claim);
      usage = usage.with(STORAGE, size);
      if (!className.isEmpty()) {
        usage = usage.with(className + OF_CLASS + STORAGE, size);
      }
    }
    return usage;
  }

  /// While a claim shrinks back after a failed expansion, the larger size counts.
  private static Amount size(PersistentVolumeClaim claim) {
    var wanted = Amount.of(claim.getSpec().getResources().getRequestsOrThrow("storage"));
    var allocated = claim.getStatus().getAllocatedResourcesMap().get("storage");
    return allocated == null ? wanted : wanted.max(Amount.of(allocated));
  }

  private static String className(PersistentVolumeClaim claim) {
    return claim
        .getMetadata()
        .getAnnotationsOrDefault(OLD_CLASS, claim.getSpec().getStorageClassName());
  }

  @Override
  public boolean isIn(ScopedResourceSelectorRequirement scope, Message object) {
    return scope.getScopeName().equals("VolumeAttributesClass")
        && matches(scope, attributeClasses((PersistentVolumeClaim) object));
  }

  /// The one that it wants, the one that it has, and the one that it is on the way to.
  private static Set<String> attributeClasses(PersistentVolumeClaim claim) {
    var classes = new TreeSet<String>();
    classes.add(claim.getSpec().getVolumeAttributesClassName());
    classes.add(claim.getStatus().getCurrentVolumeAttributesClassName());
    classes.add(claim.getStatus().getModifyVolumeStatus().getTargetVolumeAttributesClassName());
    classes.remove("");
    return classes;
  }

  private static boolean matches(ScopedResourceSelectorRequirement scope, Set<String> classes) {
    var values = scope.getValuesList();
    return switch (scope.getOperator()) {
      case "Exists" -> !classes.isEmpty();
      case "DoesNotExist" -> classes.isEmpty();
      case "In" -> classes.stream().anyMatch(values::contains);
      case "NotIn" -> classes.stream().noneMatch(values::contains);
      default -> false;
    };
  }
}
