package dev.coxswain.controllermanager.servicecidr;

import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.api.networking.v1.ServiceCIDRStatus;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import dev.coxswain.controllermanager.servicecidr.ServiceCidrPlanner.Action;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Carries out the plans for ranges of service addresses.
public final class ServiceCidrController {
  private final ApiClient client;
  private final Lister<ServiceCIDR> cidrs;
  private final Lister<IPAddress> addresses;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private ServiceCidrController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.cidrs = context.lister(ServiceCIDR.class);
    this.addresses = context.lister(IPAddress.class);
    this.queue = context.queue();
    context.informer(ServiceCIDR.class).addHandler(ResourceHandler.objects(_ -> wakeAll()));
    context.informer(IPAddress.class).addHandler(new AddressHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new ServiceCidrController(context);
    return ControllerContext.controller(
        "service-cidr", controller.queue, workers, controller::reconcile);
  }

  private void wakeAll() {
    cidrs.list().forEach(cidr -> queue.add(Metadata.key(cidr)));
  }

  private void reconcile(ObjectKey key) {
    cidrs.get(key).ifPresent(cidr -> carryOut(key, cidr));
  }

  private void carryOut(ObjectKey key, ServiceCIDR cidr) {
    var view = new ServiceCidrPlanner.View(cidr, cidrs.list(), addresses.list());
    switch (ServiceCidrPlanner.plan(view, clock.instant())) {
      case Action.Keep(var status) -> {
        if (!cidr.getMetadata().getFinalizersList().contains(ServiceCidrPlanner.FINALIZER)) {
          var finalizers = new ArrayList<>(cidr.getMetadata().getFinalizersList());
          finalizers.add(ServiceCidrPlanner.FINALIZER);
          writeFinalizers(cidr, finalizers);
        } else {
          writeStatus(cidr, status);
        }
      }
      case Action.Hold(var status) -> writeStatus(cidr, status);
      case Action.Wait(var time) -> queue.addAfter(key, time);
      case Action.Release _ ->
          writeFinalizers(
              cidr,
              cidr.getMetadata().getFinalizersList().stream()
                  .filter(f -> !f.equals(ServiceCidrPlanner.FINALIZER))
                  .toList());
    }
  }

  private void writeStatus(ServiceCIDR cidr, ServiceCIDRStatus status) {
    if (!status.equals(cidr.getStatus())) {
      client.updateStatus(cidr.toBuilder().setStatus(status).build());
    }
  }

  private void writeFinalizers(ServiceCIDR cidr, List<String> finalizers) {
    var metadata = cidr.getMetadata();
    var patch =
        MergePatch.metadata()
            .put("uid", metadata.getUid())
            .put("resourceVersion", metadata.getResourceVersion())
            .putTexts("finalizers", finalizers)
            .bytes();
    client.patch(ServiceCIDR.class, Metadata.key(cidr), PatchType.MERGE, patch, "");
  }

  /// An address that is free again may let a range go.
  private final class AddressHandler implements ResourceHandler<IPAddress> {
    @Override
    public void onDelete(IPAddress last) {
      wakeAll();
    }
  }
}
