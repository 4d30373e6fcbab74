package dev.coxswain.apiserver.authn;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Optional;

/// Whether the objects that a token is bound to still exist.
@FunctionalInterface
public interface BoundObjects {

  /// What a token may be bound to.
  enum Kind {
    SERVICE_ACCOUNT("serviceaccount", ServiceAccount.class, true),
    POD("pod", Pod.class, true),
    SECRET("secret", Secret.class, true),
    NODE("node", Node.class, false);

    private final String claim;
    private final Class<? extends Message> type;
    private final boolean namespaced;

    Kind(String claim, Class<? extends Message> type, boolean namespaced) {
      this.claim = claim;
      this.type = type;
      this.namespaced = namespaced;
    }

    /// The key below `kubernetes.io` in the token.
    String claim() {
      return claim;
    }
  }

  /// @param uid empty when any object of that name will do
  boolean exists(Kind kind, String namespace, String name, String uid);

  /// Asks the cache, and the store when the cache does not know.
  static BoundObjects of(Lookup lookup) {
    return (kind, namespace, name, uid) ->
        find(lookup, kind.type, new ObjectKey(kind.namespaced ? namespace : "", name))
            .map(Metadata::of)
            .filter(metadata -> uid.isEmpty() || metadata.getUid().equals(uid))
            .isPresent();
  }

  private static <M extends Message> Optional<M> find(Lookup lookup, Class<M> type, ObjectKey key) {
    return lookup.get(type, key).or(() -> lookup.fetch(type, key));
  }
}
