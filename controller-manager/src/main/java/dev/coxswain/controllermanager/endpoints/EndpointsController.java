package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;

/// Keeps the Endpoints of services that select pods, for clients that know no slices.
public final class EndpointsController {
  private final ApiClient client;
  private final Lister<Service> services;
  private final Lister<Pod> pods;
  private final Lister<Endpoints> endpoints;
  private final WorkQueue<ObjectKey> queue;

  private EndpointsController(ControllerContext context) {
    this.client = context.client();
    this.queue = context.queue();
    this.services = context.lister(Service.class);
    this.pods = context.lister(Pod.class);
    this.endpoints = context.lister(Endpoints.class);
    context.watch(Service.class, queue);
    context.informer(Pod.class).addHandler(new ServiceSelection(services, queue));
    context.informer(Endpoints.class).addHandler(new EndpointsHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new EndpointsController(context);
    return ControllerContext.controller(
        "endpoint", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var service = services.get(key);
    if (service.isEmpty()) {
      delete(key);
    } else if (ServicePods.isSelecting(service.get())) {
      var selector = Selector.ofMap(service.get().getSpec().getSelectorMap());
      var selected = pods.list(key.namespace(), selector);
      EndpointsPlanner.plan(service.get(), selected, endpoints.get(key)).ifPresent(this::write);
    }
  }

  private void write(Endpoints desired) {
    if (desired.getMetadata().getResourceVersion().isEmpty()) {
      client.create(desired);
    } else {
      client.update(desired);
    }
  }

  private void delete(ObjectKey key) {
    if (endpoints.get(key).isEmpty()) {
      return;
    }
    try {
      client.delete(Endpoints.class, key, DeleteOptions.getDefaultInstance());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }

  /// Repairs what others did to Endpoints of ours. Hand-made ones are left alone.
  private final class EndpointsHandler implements ResourceHandler<Endpoints> {
    @Override
    public void onAdd(Endpoints added) {
      wake(added);
    }

    @Override
    public void onUpdate(Endpoints before, Endpoints after) {
      wake(after);
    }

    @Override
    public void onDelete(Endpoints last) {
      wake(last);
    }

    private void wake(Endpoints changed) {
      if (changed.getMetadata().containsLabels(EndpointsPlanner.MANAGED_BY)) {
        queue.add(Metadata.key(changed));
      }
    }
  }
}
