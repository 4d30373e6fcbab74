package dev.coxswain.kubelet.cluster;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.kubelet.cluster.VolumeReferences.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The objects that pods refer to, with the config maps and secrets of their volumes at hand: each
/// is followed by a watch of its own, the only kind that a node may have, for as long as a pod here
/// shows it.
public final class FollowedObjects implements ClusterObjects, ObjectFollower, AutoCloseable {
  private final ClusterObjects direct;
  private final ApiClient client;
  private final Consumer<String> changed;
  private final Map<Reference, Followed> followed = new HashMap<>();

  /// @param direct asks the control plane for everything else
  /// @param changed called with the uid of each pod that shows what has changed; must not block
  public FollowedObjects(ClusterObjects direct, ApiClient client, Consumer<String> changed) {
    this.direct = direct;
    this.client = client;
    this.changed = changed;
  }

  /// @param pods the uids of those that show it
  private record Followed(InformerFactory informers, TreeSet<String> pods) {}

  @Override
  public synchronized void follow(Pod pod) {
    var uid = pod.getMetadata().getUid();
    VolumeReferences.of(pod)
        .forEach(reference -> followed.computeIfAbsent(reference, this::start).pods().add(uid));
  }

  @Override
  public synchronized void forget(String podUid) {
    followed
        .values()
        .removeIf(one -> {
          boolean last = one.pods().remove(podUid) && one.pods().isEmpty();
          if (last) {
            one.informers().close();
          }
          return last;
        });
  }

  private Followed start(Reference reference) {
    var informers = new InformerFactory(client);
    informers
        .informer(reference.type(), only(reference.key()))
        .addHandler(ResourceHandler.<Message>objects(_ -> tell(reference)));
    informers.startAll();
    return new Followed(informers, new TreeSet<>());
  }

  private synchronized void tell(Reference reference) {
    var one = followed.get(reference);
    if (one != null) {
      one.pods().forEach(changed);
    }
  }

  private static ListQuery only(ObjectKey key) {
    return ListQuery.in(key.namespace()).withFieldSelector("metadata.name=" + key.name());
  }

  @Override
  public Optional<ConfigMap> fetchConfigMap(ObjectKey key) {
    return known(ConfigMap.class, key).or(() -> direct.fetchConfigMap(key));
  }

  @Override
  public Optional<Secret> fetchSecret(ObjectKey key) {
    return known(Secret.class, key).or(() -> direct.fetchSecret(key));
  }

  /// An object that is not at hand may have been made a moment ago: only the control plane can say
  /// that there is none.
  private <M extends Message> Optional<M> known(Class<M> type, ObjectKey key) {
    Optional<Followed> one;
    synchronized (this) {
      one = Optional.ofNullable(followed.get(new Reference(type, key)));
    }
    return one.flatMap(f -> f.informers().informer(type, only(key)).lister().get(key));
  }

  @Override
  public Optional<PersistentVolumeClaim> fetchClaim(ObjectKey key) {
    return direct.fetchClaim(key);
  }

  @Override
  public Optional<PersistentVolume> fetchVolume(String name) {
    return direct.fetchVolume(name);
  }

  @Override
  public TokenRequest requestToken(ObjectKey serviceAccount, TokenRequest request) {
    return direct.requestToken(serviceAccount, request);
  }

  @Override
  public List<Service> services(String namespace) {
    return direct.services(namespace);
  }

  @Override
  public synchronized void close() {
    followed.values().forEach(one -> one.informers().close());
    followed.clear();
  }
}
