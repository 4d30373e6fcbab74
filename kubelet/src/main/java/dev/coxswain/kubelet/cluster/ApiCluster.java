package dev.coxswain.kubelet.cluster;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.kubelet.access.Reviews;
import java.util.List;
import java.util.Optional;

/// The control plane behind the API client.
public final class ApiCluster implements PodApi, ClusterObjects, NodeApi, Reviews {
  private static final String LEASES = "kube-node-lease";

  private final ApiClient client;
  private final Lister<Service> services;

  public ApiCluster(ApiClient client, Lister<Service> services) {
    this.client = client;
    this.services = services;
  }

  /// A pod that is gone is on no node, so that reading it is forbidden.
  @Override
  public Optional<Pod> fetchPod(ObjectKey key) {
    try {
      return fetch(Pod.class, key);
    } catch (ApiException.Forbidden e) {
      return Optional.empty();
    }
  }

  @Override
  public Pod updatePodStatus(Pod pod) {
    return client.updateStatus(pod);
  }

  @Override
  public void deletePod(ObjectKey key, String uid) {
    client.delete(
        Pod.class,
        key,
        DeleteOptions.newBuilder()
            .setGracePeriodSeconds(0)
            .setPreconditions(Preconditions.newBuilder().setUid(uid))
            .build());
  }

  @Override
  public Optional<ConfigMap> fetchConfigMap(ObjectKey key) {
    return fetch(ConfigMap.class, key);
  }

  @Override
  public Optional<Secret> fetchSecret(ObjectKey key) {
    return fetch(Secret.class, key);
  }

  @Override
  public Optional<PersistentVolumeClaim> fetchClaim(ObjectKey key) {
    return fetch(PersistentVolumeClaim.class, key);
  }

  @Override
  public Optional<PersistentVolume> fetchVolume(String name) {
    return fetch(PersistentVolume.class, ObjectKey.clusterScoped(name));
  }

  @Override
  public TokenRequest requestToken(ObjectKey serviceAccount, TokenRequest request) {
    return (TokenRequest)
        client.createSubresource(ServiceAccount.class, serviceAccount, "token", request);
  }

  @Override
  public List<Service> services(String namespace) {
    return services.list(namespace, Selector.everything());
  }

  @Override
  public Optional<Node> fetchNode(String name) {
    return fetch(Node.class, ObjectKey.clusterScoped(name));
  }

  @Override
  public Node createNode(Node node) {
    return client.create(node);
  }

  @Override
  public Node updateNode(Node node) {
    return client.update(node);
  }

  @Override
  public Node updateNodeStatus(Node node) {
    return client.updateStatus(node);
  }

  @Override
  public Optional<Lease> fetchLease(String node) {
    return fetch(Lease.class, new ObjectKey(LEASES, node));
  }

  @Override
  public Lease createLease(Lease lease) {
    return client.create(lease);
  }

  @Override
  public Lease updateLease(Lease lease) {
    return client.update(lease);
  }

  @Override
  public TokenReview review(TokenReview token) {
    return client.create(token);
  }

  @Override
  public SubjectAccessReview review(SubjectAccessReview access) {
    return client.create(access);
  }

  private <M extends Message> Optional<M> fetch(Class<M> type, ObjectKey key) {
    try {
      return Optional.of(client.get(type, key));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }
}
