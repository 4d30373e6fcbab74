package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.Expectations;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import java.util.List;
import java.util.Map;

/// Reads and writes the slices that one controller manages, by service name.
final class SliceWriter implements ResourceHandler<EndpointSlice> {

  private final ControllerContext context;
  private final String manager;
  private final int perSlice;
  private final Lister<EndpointSlice> slices;
  private final Expectations expectations;
  private final WorkQueue<ObjectKey> queue;

  /// @param manager as it stands in its slices
  /// @param perSlice how many endpoints a slice may have
  SliceWriter(ControllerContext context, String manager, int perSlice, WorkQueue<ObjectKey> queue) {
    this.context = context;
    this.manager = manager;
    this.perSlice = perSlice;
    this.queue = queue;
    this.slices = context.lister(EndpointSlice.class);
    this.expectations = new Expectations(context.clock(), queue);
    context.informer(EndpointSlice.class).addHandler(this);
  }

  /// Makes it so, unless the cache doesn't show yet what was created before.
  void write(ObjectKey service, SlicePlanner.Desired desired) {
    if (expectations.satisfied(service)) {
      carryOut(service, SlicePlanner.plan(desired, existing(service), perSlice));
    }
  }

  void deleteAll(ObjectKey service) {
    existing(service).forEach(this::delete);
  }

  /// The slices that there are.
  List<EndpointSlice> existing(ObjectKey service) {
    var selector =
        Selector.ofMap(
            Map.of(
                SlicesOfService.SERVICE_NAME, service.name(), SlicesOfService.MANAGED_BY, manager));
    return slices.list(service.namespace(), selector).stream()
        .filter(s -> !s.getMetadata().hasDeletionTimestamp())
        .toList();
  }

  private void carryOut(ObjectKey service, SlicePlanner.Plan plan) {
    for (var slice : plan.creations()) {
      expectations.expectCreations(service, 1);
      create(service, slice);
    }
    plan.updates().forEach(slice -> context.client().update(slice));
    plan.deletions().forEach(this::delete);
  }

  private void create(ObjectKey service, EndpointSlice slice) {
    try {
      context.client().create(slice);
    } catch (ApiException e) {
      expectations.creationObserved(service);
      if (!PodControl.isNamespaceTerminating(e)) {
        throw e;
      }
    }
  }

  private void delete(EndpointSlice slice) {
    try {
      context
          .client()
          .delete(EndpointSlice.class, Metadata.key(slice), DeleteOptions.getDefaultInstance());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }

  @Override
  public void onAdd(EndpointSlice slice) {
    if (isMine(slice)) {
      expectations.creationObserved(service(slice));
      queue.add(service(slice));
    }
  }

  @Override
  public void onUpdate(EndpointSlice before, EndpointSlice after) {
    if (isMine(before) || isMine(after)) {
      queue.add(service(before));
      queue.add(service(after));
    }
  }

  @Override
  public void onDelete(EndpointSlice slice) {
    if (isMine(slice)) {
      queue.add(service(slice));
    }
  }

  private boolean isMine(EndpointSlice slice) {
    return slice.getMetadata().getLabelsOrDefault(SlicesOfService.MANAGED_BY, "").equals(manager);
  }

  private static ObjectKey service(EndpointSlice slice) {
    var metadata = slice.getMetadata();
    return new ObjectKey(
        metadata.getNamespace(), metadata.getLabelsOrDefault(SlicesOfService.SERVICE_NAME, ""));
  }
}
