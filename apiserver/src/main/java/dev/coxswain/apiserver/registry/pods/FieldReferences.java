package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ObjectFieldSelector;
import dev.coxswain.api.core.v1.ResourceFieldSelector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for references to fields of the pod, from the environment and from volumes.
final class FieldReferences {
  static final Set<String> IN_ENVIRONMENT =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  static final Set<String> IN_VOLUMES =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  /// Fields that exist but not every user may refer to; the others are not known at all.
  private static final Set<String> KNOWN =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.phase",
          "status.podIP",
          "status.podIPs");

  private static final Set<String> SUBSCRIPTED = Set.of("metadata.annotations", "metadata.labels");
  private static final Pattern SUBSCRIPT = Pattern.compile("(.+?)\\['(.*)'\\]");
  private static final Pattern RESOURCE =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.*)");
  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private FieldReferences() {}

  /// @param allowed the fields that may be referred to from here
  static void check(
      ObjectFieldSelector ref, Set<String> allowed, FieldPath path, Problems problems) {
    if (ref.getApiVersion().isEmpty()) {
      problems.required(path.child("apiVersion"));
      return;
    }
    if (ref.getFieldPath().isEmpty()) {
      problems.required(path.child("fieldPath"));
      return;
    }
    var at = path.child("fieldPath");
    var field = ref.getFieldPath();
    var subscript = SUBSCRIPT.matcher(field);
    if (!ref.getApiVersion().equals("v1")) {
      unknown(field, "unsupported pod version: " + ref.getApiVersion(), at, problems);
    } else if (subscript.matches()) {
      checkSubscript(subscript.group(1), subscript.group(2), field, path, problems);
    } else if (field.equals("spec.host")) {
      checkAllowed("spec.nodeName", allowed, at, problems);
    } else if (KNOWN.contains(field)) {
      checkAllowed(field, allowed, at, problems);
    } else {
      unknown(field, "field label not supported: " + field, at, problems);
    }
  }

  private static void checkAllowed(
      String field, Set<String> allowed, FieldPath path, Problems problems) {
    problems.oneOf(path, field, allowed.stream().sorted().toList());
  }

  private static void unknown(String field, String why, FieldPath path, Problems problems) {
    problems.invalid(path, field, "error converting fieldPath: " + why);
  }

  /// Keys of annotations are compared in lower case.
  private static void checkSubscript(
      String map, String key, String field, FieldPath path, Problems problems) {
    if (!SUBSCRIPTED.contains(map)) {
      unknown(
          field,
          "field label does not support subscript: " + field,
          path.child("fieldPath"),
          problems);
      return;
    }
    var name = map.equals("metadata.annotations") ? key.toLowerCase(Locale.ROOT) : key;
    problems.invalid(path, name, Names.isQualifiedName(name));
  }

  /// @param inVolume whether the reference has to say of which container it speaks
  static void checkResource(
      ResourceFieldSelector ref, boolean inVolume, FieldPath path, Problems problems) {
    if (inVolume && ref.getContainerName().isEmpty()) {
      problems.required(path.child("containerName"));
    } else if (ref.getResource().isEmpty()) {
      problems.required(path.child("resource"));
    } else if (!RESOURCE.matcher(ref.getResource()).matches()) {
      problems.notSupported(path.child("resource"), ref.getResource(), RESOURCES);
    }
    Divisors.check(ref, path.child("divisor"), problems);
  }
}
