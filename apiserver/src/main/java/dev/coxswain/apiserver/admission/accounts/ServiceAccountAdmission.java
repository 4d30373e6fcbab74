package dev.coxswain.apiserver.admission.accounts;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.authz.node.PodReferences;
import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives every pod a service account, and its containers the account's token; holds it to the
/// secrets that its account may mount.
public final class ServiceAccountAdmission implements Admission {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AccountLookup accounts;
  private final TokenMount tokens;

  /// @param random for the names of volumes
  /// @param pause how to wait for the account of a new namespace
  public ServiceAccountAdmission(Lookup lookup, RandomGenerator random, Pause pause) {
    this.accounts = new AccountLookup(lookup, PATIENCE, pause);
    this.tokens = new TokenMount(random);
  }

  /// Waits.
  public interface Pause {
    void last(Duration duration) throws InterruptedException;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    var pod = request.created(Pod.class);
    if (pod.isEmpty()) {
      return object;
    }
    if (isMirror(pod.get())) {
      checkMirror(request, pod.get());
      return object;
    }
    var account = account(request, pod.get());
    var complete = withAccount(pod.get(), account);
    refuse(request, MountableSecrets.complaint(account, complete));
    return complete;
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .created(Pod.class)
        .ifPresent(pod -> {
          if (isMirror(pod)) {
            checkMirror(request, pod);
          } else {
            refuse(request, MountableSecrets.complaint(settledAccount(request, pod), pod));
          }
        });
    request
        .object(Pod.class, "ephemeralcontainers")
        .filter(_ -> request.operation() == Operation.UPDATE)
        .flatMap(pod -> MountableSecrets.ephemeralComplaint(settledAccount(request, pod), pod))
        .ifPresent(complaint -> {
          throw AdmissionRequest.unexplained(complaint);
        });
  }

  private static boolean isMirror(Pod pod) {
    return pod.getMetadata().containsAnnotations(MIRROR);
  }

  private ServiceAccount account(AdmissionRequest request, Pod pod) {
    var name = pod.getSpec().getServiceAccountName();
    var key = new ObjectKey(request.namespace(), name.isEmpty() ? AccountLookup.DEFAULT : name);
    return accounts
        .find(key)
        .orElseThrow(() ->
            request.forbidden(
                "error looking up service account %s: serviceaccount \"%s\" not found"
                    .formatted(key, key.name())));
  }

  private Pod withAccount(Pod pod, ServiceAccount account) {
    var changed = pod.toBuilder();
    var name = account.getMetadata().getName();
    var spec = changed.getSpecBuilder();
    spec.setServiceAccountName(name).setServiceAccount(name);
    if (mountsToken(pod, account)) {
      tokens.addTo(changed);
    }
    if (spec.getImagePullSecretsCount() == 0) {
      spec.addAllImagePullSecrets(account.getImagePullSecretsList());
    }
    return changed.build();
  }

  private static boolean mountsToken(Pod pod, ServiceAccount account) {
    if (pod.getSpec().hasAutomountServiceAccountToken()) {
      return pod.getSpec().getAutomountServiceAccountToken();
    }
    return !account.hasAutomountServiceAccountToken() || account.getAutomountServiceAccountToken();
  }

  /// The account of a pod that must have one by now.
  private ServiceAccount settledAccount(AdmissionRequest request, Pod pod) {
    if (pod.getSpec().getServiceAccountName().isEmpty()) {
      throw request.forbidden(
          "no service account specified for pod %s/%s"
              .formatted(request.namespace(), request.name()));
    }
    return account(request, pod);
  }

  private static void refuse(AdmissionRequest request, Optional<String> complaint) {
    complaint.ifPresent(text -> {
      throw request.forbidden(text);
    });
  }

  /// Mirror pods show what a node runs by itself: that knows nothing of the cluster.
  private static void checkMirror(AdmissionRequest request, Pod pod) {
    if (!pod.getSpec().getServiceAccountName().isEmpty()) {
      throw request.forbidden("a mirror pod may not reference service accounts");
    }
    if (!PodReferences.secrets(pod).isEmpty()) {
      throw request.forbidden("a mirror pod may not reference secrets");
    }
    boolean projectsToken =
        pod.getSpec().getVolumesList().stream()
            .flatMap(v -> v.getVolumeSource().getProjected().getSourcesList().stream())
            .anyMatch(source -> source.hasServiceAccountToken());
    if (projectsToken) {
      throw request.forbidden("a mirror pod may not use ServiceAccountToken volume projections");
    }
  }
}
