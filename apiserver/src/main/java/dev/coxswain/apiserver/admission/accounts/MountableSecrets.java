package dev.coxswain.apiserver.admission.accounts;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EnvFromSource;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a pod names only the secrets that its account lists, if the account insists on that.
/// Pure.
final class MountableSecrets {
  private static final String ENFORCED = "kubernetes.io/enforce-mountable-secrets";

  /// What Go's parser of truth values takes for true.
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private final ServiceAccount account;
  private final Set<String> secrets;

  private MountableSecrets(ServiceAccount account) {
    this.account = account;
    this.secrets =
        account.getSecretsList().stream()
            .map(ObjectReference::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What the pod names beyond that.
  static Optional<String> complaint(ServiceAccount account, Pod pod) {
    return of(account).flatMap(secrets -> secrets.complaint(pod));
  }

  /// What the pod's ephemeral containers name beyond that.
  static Optional<String> ephemeralComplaint(ServiceAccount account, Pod pod) {
    return of(account)
        .flatMap(secrets ->
            pod.getSpec().getEphemeralContainersList().stream()
                .map(EphemeralContainer::getEphemeralContainerCommon)
                .flatMap(c ->
                    secrets
                        .environment(
                            "ephemeral container " + c.getName(),
                            c.getEnvList(),
                            c.getEnvFromList())
                        .stream())
                .findFirst());
  }

  private static Optional<MountableSecrets> of(ServiceAccount account) {
    var insists = account.getMetadata().getAnnotationsOrDefault(ENFORCED, "false");
    return TRUE.contains(insists) ? Optional.of(new MountableSecrets(account)) : Optional.empty();
  }

  private Optional<String> complaint(Pod pod) {
    return volumes(pod)
        .or(() ->
            pod.getSpec().getInitContainersList().stream()
                .flatMap(c -> container("init container", c).stream())
                .findFirst())
        .or(() ->
            pod.getSpec().getContainersList().stream()
                .flatMap(c -> container("container", c).stream())
                .findFirst())
        .or(() -> pullSecrets(pod));
  }

  private Optional<String> volumes(Pod pod) {
    return pod.getSpec().getVolumesList().stream()
        .filter(volume -> volume.getVolumeSource().hasSecret())
        .map(volume -> volume.getVolumeSource().getSecret().getSecretName())
        .filter(name -> !secrets.contains(name))
        .map(name -> unlisted("volume with secret.secretName=\"%s\"".formatted(name), "secret"))
        .findFirst();
  }

  private Optional<String> container(String sort, Container container) {
    return environment(
        sort + " " + container.getName(), container.getEnvList(), container.getEnvFromList());
  }

  private Optional<String> environment(
      String who, List<EnvVar> variables, List<EnvFromSource> sources) {
    for (var variable : variables) {
      var key = variable.getValueFrom().getSecretKeyRef();
      var name = key.getLocalObjectReference().getName();
      if (variable.getValueFrom().hasSecretKeyRef() && !secrets.contains(name)) {
        return Optional.of(
            unlisted(
                "%s with envVar %s referencing secret.secretName=\"%s\""
                    .formatted(who, variable.getName(), name),
                "secret"));
      }
    }
    return sources.stream()
        .filter(source -> source.hasSecretRef())
        .map(source -> source.getSecretRef().getLocalObjectReference().getName())
        .filter(name -> !secrets.contains(name))
        .map(name ->
            unlisted(
                "%s with envFrom referencing secret.secretName=\"%s\"".formatted(who, name),
                "secret"))
        .findFirst();
  }

  private Optional<String> pullSecrets(Pod pod) {
    var listed =
        account.getImagePullSecretsList().stream()
            .map(LocalObjectReference::getName)
            .collect(Collectors.toUnmodifiableSet());
    for (int i = 0; i < pod.getSpec().getImagePullSecretsCount(); i++) {
      var name = pod.getSpec().getImagePullSecrets(i).getName();
      if (!listed.contains(name)) {
        return Optional.of(
            unlisted("imagePullSecrets[%d].name=\"%s\"".formatted(i, name), "imagePullSecret"));
      }
    }
    return Optional.empty();
  }

  private String unlisted(String what, String sort) {
    return "%s is not allowed because service account %s does not reference that %s"
        .formatted(what, account.getMetadata().getName(), sort);
  }
}
