package dev.coxswain.controllermanager.serviceaccount;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;

/// Gives each namespace its service account `default`.
public final class ServiceAccountController {
  private static final String NAME = "default";

  private final ApiClient client;
  private final Lister<Namespace> namespaces;
  private final Lister<ServiceAccount> accounts;
  private final WorkQueue<ObjectKey> queue;

  private ServiceAccountController(ControllerContext context) {
    this.client = context.client();
    this.namespaces = context.lister(Namespace.class);
    this.accounts = context.lister(ServiceAccount.class);
    this.queue = context.queue();
    context.watch(Namespace.class, queue);
    context
        .informer(ServiceAccount.class)
        .addHandler(
            ResourceHandler.objects(
                a -> queue.add(ObjectKey.clusterScoped(a.getMetadata().getNamespace()))));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new ServiceAccountController(context);
    return ControllerContext.controller(
        "serviceaccount", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey namespace) {
    var key = new ObjectKey(namespace.name(), NAME);
    if (!isActive(namespace) || accounts.get(key).isPresent()) {
      return;
    }
    try {
      client.create(
          ServiceAccount.newBuilder()
              .setMetadata(ObjectMeta.newBuilder().setNamespace(key.namespace()).setName(NAME))
              .build());
    } catch (ApiException.AlreadyExists e) {
      // Somebody was faster, which is as good.
    }
  }

  private boolean isActive(ObjectKey namespace) {
    return namespaces
        .get(namespace)
        .filter(n -> !n.getMetadata().hasDeletionTimestamp())
        .filter(n -> !n.getStatus().getPhase().equals("Terminating"))
        .isPresent();
  }
}
