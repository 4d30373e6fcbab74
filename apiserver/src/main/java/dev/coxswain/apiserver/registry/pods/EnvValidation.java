package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.EnvFromSource;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.EnvVarSource;
import dev.coxswain.api.core.v1.FileKeySelector;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules for environment variables and for what they may refer to.
final class EnvValidation {
  private final Map<String, VolumeSource> volumes;
  private final Problems problems;

  /// @param volumes those of the pod that are all right, by name
  EnvValidation(Map<String, VolumeSource> volumes, Problems problems) {
    this.volumes = volumes;
    this.problems = problems;
  }

  void checkEnv(List<EnvVar> env, FieldPath path) {
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
        checkSource(variable, at.child("valueFrom"));
      }
    }
  }

  void checkEnvFrom(List<EnvFromSource> sources, FieldPath path) {
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
        checkName(source.getConfigMapRef().getLocalObjectReference(), at.child("configMapRef"));
      }
      if (source.hasSecretRef()) {
        count++;
        checkName(source.getSecretRef().getLocalObjectReference(), at.child("secretRef"));
      }
      // Upstream does not say which of the sources it is.
      if (count == 0) {
        problems.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
      } else if (count > 1) {
        problems.invalid(path, "", "may not have more than one field specified at a time");
      }
    }
  }

  private void checkSource(EnvVar variable, FieldPath path) {
    int count = checkEach(variable.getValueFrom(), path);
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

  private int checkEach(EnvVarSource source, FieldPath path) {
    int count = 0;
    if (source.hasFieldRef()) {
      count++;
      FieldReferences.check(
          source.getFieldRef(), FieldReferences.IN_ENVIRONMENT, path.child("fieldRef"), problems);
    }
    if (source.hasResourceFieldRef()) {
      count++;
      FieldReferences.checkResource(
          source.getResourceFieldRef(), false, path.child("resourceFieldRef"), problems);
    }
    if (source.hasConfigMapKeyRef()) {
      count++;
      var ref = source.getConfigMapKeyRef();
      checkKey(ref.getLocalObjectReference(), ref.getKey(), path.child("configMapKeyRef"));
    }
    if (source.hasSecretKeyRef()) {
      count++;
      var ref = source.getSecretKeyRef();
      checkKey(ref.getLocalObjectReference(), ref.getKey(), path.child("secretKeyRef"));
    }
    if (source.hasFileKeyRef()) {
      count++;
      checkFile(source.getFileKeyRef(), path.child("fileKeyRef"));
    }
    return count;
  }

  private void checkFile(FileKeySelector file, FieldPath path) {
    if (file.getKey().isEmpty()) {
      problems.required(path.child("key"));
    } else {
      problems.invalid(path.child("key"), file.getKey(), Names.isRelaxedEnvVarName(file.getKey()));
    }
    checkVolume(file.getVolumeName(), path.child("volumeName"));
    if (file.getPath().isEmpty()) {
      problems.required(path.child("path"));
    } else {
      Paths.checkLocalDescending(file.getPath(), path.child("path"), problems);
    }
  }

  /// Variables come out of files that another container of the pod has written.
  private void checkVolume(String name, FieldPath path) {
    var volume = Optional.ofNullable(volumes.get(name));
    if (name.isEmpty()) {
      problems.required(path);
    } else if (volume.isEmpty()) {
      problems.notFound(path, name);
    } else if (!volume.get().hasEmptyDir()) {
      problems.invalid(path, name, "referenced volume must be of type emptyDir");
    }
  }

  private void checkKey(LocalObjectReference ref, String key, FieldPath path) {
    problems.invalid(path.child("name"), ref.getName(), Names.isDns1123Subdomain(ref.getName()));
    if (key.isEmpty()) {
      problems.required(path.child("key"));
    } else {
      problems.invalid(path.child("key"), key, Names.isConfigMapKey(key));
    }
  }

  private void checkName(LocalObjectReference ref, FieldPath path) {
    if (ref.getName().isEmpty()) {
      problems.required(path.child("name"));
    } else {
      problems.invalid(
          path.child("name"), ref.getName(), NameRule.SUBDOMAIN.prefixComplaints(ref.getName()));
    }
  }
}
