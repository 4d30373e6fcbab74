package dev.coxswain.controllermanager.serviceaccount;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.Map;
import java.util.Optional;

/// Publishes the certificates by which pods know the apiserver, in a ConfigMap of each namespace.
public final class RootCaPublisher {
  private static final String NAME = "kube-root-ca.crt";
  private static final String DESCRIPTION_KEY = "kubernetes.io/description";
  private static final String DESCRIPTION =
      "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
          + " endpoints such as the internal service IP or kubernetes.default.svc. No other usage"
          + " is guaranteed across distributions of Kubernetes clusters.";

  private final ApiClient client;
  private final Map<String, String> data;
  private final Lister<Namespace> namespaces;
  private final Lister<ConfigMap> configMaps;
  private final WorkQueue<ObjectKey> queue;

  private RootCaPublisher(ControllerContext context, String rootCa) {
    this.client = context.client();
    this.data = Map.of("ca.crt", rootCa);
    this.namespaces = context.lister(Namespace.class);
    this.configMaps = context.lister(ConfigMap.class);
    this.queue = context.queue();
    context.watch(Namespace.class, queue);
    context
        .informer(ConfigMap.class)
        .addHandler(
            ResourceHandler.objects(m -> {
              if (m.getMetadata().getName().equals(NAME)) {
                queue.add(ObjectKey.clusterScoped(m.getMetadata().getNamespace()));
              }
            }));
  }

  /// @param rootCa PEM of the certificates to publish
  public static Controller create(ControllerContext context, String rootCa, int workers) {
    var publisher = new RootCaPublisher(context, rootCa);
    return ControllerContext.controller(
        "root-ca-certificate-publisher", publisher.queue, workers, publisher::reconcile);
  }

  private void reconcile(ObjectKey namespace) {
    boolean active =
        namespaces.get(namespace).filter(n -> !n.getMetadata().hasDeletionTimestamp()).isPresent();
    if (active) {
      publish(configMaps.get(new ObjectKey(namespace.name(), NAME)), namespace.name());
    }
  }

  private void publish(Optional<ConfigMap> present, String namespace) {
    try {
      if (present.isEmpty()) {
        client.create(desired(namespace));
      } else if (!present.get().getDataMap().equals(data)) {
        client.update(present.get().toBuilder().clearData().putAllData(data).build());
      }
    } catch (ApiException.AlreadyExists e) {
      // The cache is behind; it will show the object soon.
    }
  }

  private ConfigMap desired(String namespace) {
    return ConfigMap.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(namespace)
                .setName(NAME)
                .putAnnotations(DESCRIPTION_KEY, DESCRIPTION))
        .putAllData(data)
        .build();
  }
}
