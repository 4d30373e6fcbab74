package dev.coxswain.kubelet.cluster;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// The objects that pods refer to. Calls block and throw
/// [dev.coxswain.apimachinery.status.ApiException].
public interface ClusterObjects {

  Optional<ConfigMap> fetchConfigMap(ObjectKey key);

  Optional<Secret> fetchSecret(ObjectKey key);

  Optional<PersistentVolumeClaim> fetchClaim(ObjectKey key);

  Optional<PersistentVolume> fetchVolume(String name);

  /// A token of a service account.
  TokenRequest requestToken(ObjectKey serviceAccount, TokenRequest request);

  /// The services of a namespace as last seen, without a call.
  List<Service> services(String namespace);
}
