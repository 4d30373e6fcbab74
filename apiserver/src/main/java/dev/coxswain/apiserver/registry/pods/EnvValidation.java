package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.EnvFromSource;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.EnvVarSource;
import dev.coxswain.api.core.v1.FileKeySelector;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.ObjectFieldSelector;
import dev.coxswain.api.core.v1.ResourceFieldSelector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for environment variables and for what they may refer to.
final class EnvValidation {
  static final Set<String> ENV_FIELDS =
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
  static final Set<String> VOLUME_FIELDS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  /// Fields that exist but not every user may refer to; the others are not known at all.
  private static final Set<String> POD_FIELDS =
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

  private static final Pattern SUBSCRIPT =
      Pattern.compile("(metadata\\.(?:labels|annotations))\\['(.+)'\\]");
  private static final Pattern CONTAINER_RESOURCE =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)");

  private EnvValidation() {}

  static void checkEnv(List<EnvVar> env, FieldPath path, Problems problems) {
    for (int i = 0; i < env.size(); i++) {
      var variable = env.get(i);
      var at = path.index(i);
      if (variable.getName().isEmpty()) {
        problems.required(at.child("name"));
      } else {
        problems.invalid(
            at.child("name"), variable.getName(), Names.isRelaxedEnvVarName(variable.getName()));
      }
      if (variable.hasValueFrom()) {
        checkSource(variable, at.child("valueFrom"), problems);
      }
    }
  }

  static void checkEnvFrom(List<EnvFromSource> sources, FieldPath path, Problems problems) {
    for (int i = 0; i < sources.size(); i++) {
      var source = sources.get(i);
      var at = path.index(i);
      if (!source.getPrefix().isEmpty()) {
        problems.invalid(
            at.child("prefix"), source.getPrefix(), Names.isRelaxedEnvVarName(source.getPrefix()));
      }
      int count = 0;
      if (source.hasConfigMapRef()) {
        count++;
        required(
            source.getConfigMapRef().getLocalObjectReference(), at.child("configMapRef"), problems);
      }
      if (source.hasSecretRef()) {
        count++;
        required(source.getSecretRef().getLocalObjectReference(), at.child("secretRef"), problems);
      }
      if (count == 0) {
        problems.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
      } else if (count > 1) {
        problems.invalid(at, "", "may not have more than one field specified at a time");
      }
    }
  }

  /// A reference to a field of the pod, from the environment or a volume.
  static void checkFieldRef(
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
    if (subscript.matches()) {
      var key = subscript.group(2);
      problems.invalid(at, key, Names.isQualifiedName(key.toLowerCase(java.util.Locale.ROOT)));
    } else if (!POD_FIELDS.contains(field)) {
      problems.invalid(
          at, field, "error converting fieldPath: field label not supported: " + field);
    } else if (!allowed.contains(field)) {
      problems.notSupported(at, field, allowed.stream().sorted().toList());
    }
  }

  static void checkResourceRef(
      ResourceFieldSelector ref, boolean inVolume, FieldPath path, Problems problems) {
    if (inVolume && ref.getContainerName().isEmpty()) {
      problems.required(path.child("containerName"));
    } else if (ref.getResource().isEmpty()) {
      problems.required(path.child("resource"));
    } else if (!CONTAINER_RESOURCE.matcher(ref.getResource()).matches()) {
      problems.notSupported(
          path.child("resource"),
          ref.getResource(),
          List.of(
              "limits.cpu",
              "limits.ephemeral-storage",
              "limits.memory",
              "requests.cpu",
              "requests.ephemeral-storage",
              "requests.memory"));
    } else {
      Divisors.check(ref, path.child("divisor"), problems);
    }
  }

  private static void checkSource(EnvVar variable, FieldPath path, Problems problems) {
    var source = variable.getValueFrom();
    int count = checkEach(source, path, problems);
    if (count == 0) {
      problems.invalid(
          path,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`");
    } else if (!variable.getValue().isEmpty()) {
      problems.invalid(path, "", "may not be specified when `value` is not empty");
    } else if (count > 1) {
      problems.invalid(path, "", "may not have more than one field specified at a time");
    }
  }

  private static int checkEach(EnvVarSource source, FieldPath path, Problems problems) {
    int count = 0;
    if (source.hasFieldRef()) {
      count++;
      checkFieldRef(source.getFieldRef(), ENV_FIELDS, path.child("fieldRef"), problems);
    }
    if (source.hasResourceFieldRef()) {
      count++;
      checkResourceRef(
          source.getResourceFieldRef(), false, path.child("resourceFieldRef"), problems);
    }
    if (source.hasConfigMapKeyRef()) {
      count++;
      var ref = source.getConfigMapKeyRef();
      checkKey(
          ref.getLocalObjectReference(), ref.getKey(), path.child("configMapKeyRef"), problems);
    }
    if (source.hasSecretKeyRef()) {
      count++;
      var ref = source.getSecretKeyRef();
      checkKey(ref.getLocalObjectReference(), ref.getKey(), path.child("secretKeyRef"), problems);
    }
    if (source.hasFileKeyRef()) {
      count++;
      checkFile(source.getFileKeyRef(), path.child("fileKeyRef"), problems);
    }
    return count;
  }

  private static void checkFile(FileKeySelector file, FieldPath path, Problems problems) {
    if (file.getKey().isEmpty()) {
      problems.required(path.child("key"));
    } else {
      problems.invalid(path.child("key"), file.getKey(), Names.isRelaxedEnvVarName(file.getKey()));
    }
    if (file.getVolumeName().isEmpty()) {
      problems.required(path.child("volumeName"));
    }
    if (file.getPath().isEmpty()) {
      problems.required(path.child("path"));
    } else {
      Paths.checkLocalDescending(file.getPath(), path.child("path"), problems);
    }
  }

  private static void checkKey(
      LocalObjectReference ref, String key, FieldPath path, Problems problems) {
    required(ref, path, problems);
    if (key.isEmpty()) {
      problems.required(path.child("key"));
    } else {
      problems.invalid(path.child("key"), key, Names.isConfigMapKey(key));
    }
  }

  private static void required(LocalObjectReference ref, FieldPath path, Problems problems) {
    if (ref.getName().isEmpty()) {
      problems.required(path.child("name"));
    }
  }
}
