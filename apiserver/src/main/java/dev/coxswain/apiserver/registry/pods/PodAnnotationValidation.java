package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The rules for annotations that mean something for a pod.
final class PodAnnotationValidation {
  /// Marks the copy of a pod that a node runs on its own.
  static final String MIRROR = "kubernetes.io/config.mirror";

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final Pattern COST = Pattern.compile("0|-\\d+|[1-9]\\d*");
  private static final Set<String> SECCOMP_PROFILES =
      Set.of("runtime/default", "docker/default", "unconfined");
  private static final Set<String> APP_ARMOR_PROFILES = Set.of("", "runtime/default", "unconfined");

  private PodAnnotationValidation() {}

  static void check(
      Map<String, String> annotations, PodSpec spec, FieldPath path, Problems problems) {
    if (annotations.containsKey(MIRROR) && spec.getNodeName().isEmpty()) {
      problems.invalid(
          path.key(MIRROR),
          annotations.get(MIRROR),
          "must set spec.nodeName if mirror pod annotation is set");
    }
    if (annotations.containsKey(DELETION_COST) && !isCost(annotations.get(DELETION_COST))) {
      problems.invalid(
          path.key(DELETION_COST), annotations.get(DELETION_COST), "must be a 32bit integer");
    }
    var sorted = new TreeMap<>(annotations);
    sorted.forEach((key, profile) -> {
      if (key.equals(OldProfiles.SECCOMP_POD) || key.startsWith(OldProfiles.SECCOMP_CONTAINER)) {
        checkSeccomp(profile, path.child(key), problems);
      }
    });
    var containers = containers(spec);
    sorted.forEach((key, profile) -> {
      if (key.startsWith(OldProfiles.APP_ARMOR)) {
        var name = key.substring(OldProfiles.APP_ARMOR.length());
        if (!containers.contains(name)) {
          problems.invalid(path.key(key), name, "container not found");
        }
        checkAppArmor(profile, path.key(key), problems);
      }
    });
  }

  private static boolean isCost(String text) {
    if (!COST.matcher(text).matches()) {
      return false;
    }
    return new BigInteger(text).bitLength() < Integer.SIZE;
  }

  private static void checkSeccomp(String profile, FieldPath path, Problems problems) {
    if (SECCOMP_PROFILES.contains(profile)) {
      return;
    }
    if (profile.startsWith(OldProfiles.LOCALHOST)) {
      var file = profile.substring(OldProfiles.LOCALHOST.length());
      Paths.checkLocalDescending(file, path, problems);
    } else {
      problems.invalid(path, profile, "must be a valid seccomp profile");
    }
  }

  private static void checkAppArmor(String profile, FieldPath path, Problems problems) {
    if (!APP_ARMOR_PROFILES.contains(profile) && !profile.startsWith(OldProfiles.LOCALHOST)) {
      problems.invalid(path, profile, "invalid AppArmor profile name: \"%s\"".formatted(profile));
    }
  }

  private static Set<String> containers(PodSpec spec) {
    var names = new HashSet<String>();
    PodContainers.each(spec, FieldPath.root(), (container, _) -> names.add(container.getName()));
    return names;
  }
}
