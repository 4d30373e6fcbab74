package dev.coxswain.apiserver.authn;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What tokens are bound to, and whether it is still there.
final class BoundObjects {
  /// Whoever is being deleted goes on for so long after its time.
  private static final Duration LEEWAY = Duration.ofMinutes(1);

  private static final String INVALIDATED = "service account token has been invalidated";

  /// What a token says it is bound to.
  record Reference(String name, String uid) {}

  private final Lookup lookup;
  private final InstantSource clock;

  BoundObjects(Lookup lookup, InstantSource clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /// What is wrong with a token of the account; empty if all is there that it is bound to.
  Optional<String> problem(String namespace, Reference account) {
    var found = find(ServiceAccount.class, new ObjectKey(namespace, account.name()));
    if (found.isEmpty()) {
      return Optional.of("serviceaccounts \"%s\" not found".formatted(account.name()));
    }
    var meta = found.get().getMetadata();
    if (!meta.getUid().equals(account.uid())) {
      return Optional.of(
          "service account UID (%s) does not match claim (%s)"
              .formatted(meta.getUid(), account.uid()));
    }
    return isDeleted(meta)
        ? Optional.of("service account %s/%s has been deleted".formatted(namespace, account.name()))
        : Optional.empty();
  }

  Optional<String> problemOfPod(String namespace, Reference pod) {
    return problem(Pod.class, new ObjectKey(namespace, pod.name()), pod, "pod");
  }

  Optional<String> problemOfSecret(String namespace, Reference secret) {
    return problem(Secret.class, new ObjectKey(namespace, secret.name()), secret, "secret");
  }

  Optional<String> problemOfNode(Reference node) {
    return problem(Node.class, ObjectKey.clusterScoped(node.name()), node, "node");
  }

  private Optional<String> problem(
      Class<? extends Message> type, ObjectKey key, Reference reference, String what) {
    var found = find(type, key).map(Metadata::of);
    if (found.filter(meta -> !isDeleted(meta)).isEmpty()) {
      return Optional.of(INVALIDATED);
    }
    var uid = found.get().getUid();
    return uid.equals(reference.uid())
        ? Optional.empty()
        : Optional.of(
            "%s UID (%s) does not match service account %s ref claim (%s)"
                .formatted(what, uid, what, reference.uid()));
  }

  /// What is wrong with a token that a secret holds, which lives as long as the secret.
  Optional<String> problemOfLegacy(
      String token, String namespace, String secretName, Reference account) {
    var secret = find(Secret.class, new ObjectKey(namespace, secretName));
    if (secret.filter(found -> !isDeleted(found.getMetadata())).isEmpty()) {
      return Optional.of("Token has been invalidated");
    }
    var held = secret.get().getDataMap().get("token");
    if (held == null || !held.toStringUtf8().equals(token)) {
      return Optional.of("Token does not match server's copy");
    }
    if (secret.get().getMetadata().containsLabels("kubernetes.io/legacy-token-invalid-since")) {
      return Optional.of(
          ("the token in secret %s/%s for service account %s/%s has been marked invalid. Use tokens"
                  + " from the TokenRequest API or manually created secret-based tokens, or remove"
                  + " the 'kubernetes.io/legacy-token-invalid-since' label from the secret to"
                  + " temporarily allow use of this token")
              .formatted(namespace, secretName, namespace, account.name()));
    }
    return find(ServiceAccount.class, new ObjectKey(namespace, account.name()))
            .filter(found -> found.getMetadata().getUid().equals(account.uid()))
            .filter(found -> !isDeleted(found.getMetadata()))
            .isPresent()
        ? Optional.empty()
        : Optional.of(
            "ServiceAccount UID of %s does not match claim (%s)"
                .formatted(List.of(namespace, account.name()), account.uid()));
  }

  private boolean isDeleted(ObjectMeta meta) {
    return meta.hasDeletionTimestamp()
        && Instant.ofEpochSecond(meta.getDeletionTimestamp().getSeconds())
            .isBefore(clock.instant().minus(LEEWAY));
  }

  /// What the cache does not know yet, the store may.
  private <M extends Message> Optional<M> find(Class<M> type, ObjectKey key) {
    return lookup.get(type, key).or(() -> lookup.fetch(type, key));
  }
}
