package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;

/// Mirrors hand-made Endpoints into slices, for a service without a selector.
public final class SliceMirroringController {
  private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

  /// So many addresses of a subset are mirrored, so that each subset becomes one slice.
  private static final int PER_SUBSET = 1000;

  private final Lister<Service> services;
  private final Lister<Endpoints> endpoints;
  private final SliceWriter writer;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private SliceMirroringController(ControllerContext context) {
    this.queue = context.queue();
    this.services = context.lister(Service.class);
    this.endpoints = context.lister(Endpoints.class);
    this.writer = new SliceWriter(context, MANAGER, PER_SUBSET, queue);
    this.events = context.recorder("endpoint-slice-mirroring-controller");
    context.watch(Service.class, queue);
    context.watch(Endpoints.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new SliceMirroringController(context);
    return ControllerContext.controller(
        "endpointslicemirroring", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var source = endpoints.get(key).filter(SliceMirroringController::isMirrored);
    var service = services.get(key).filter(s -> s.getSpec().getSelectorCount() == 0);
    if (source.isEmpty() || service.isEmpty()) {
      writer.deleteAll(key);
    } else {
      var mirror = EndpointsMirror.of(source.get(), MANAGER, PER_SUBSET);
      if (mirror.skipped() > 0) {
        events.event(
            source.get(),
            EventRecorder.WARNING,
            "TooManyAddressesToMirror",
            "A max of %d addresses can be mirrored to EndpointSlices per Endpoints subset. %d addresses were skipped"
                .formatted(PER_SUBSET, mirror.skipped()));
      }
      writer.write(key, mirror.desired());
    }
  }

  private static boolean isMirrored(Endpoints endpoints) {
    var metadata = endpoints.getMetadata();
    return !metadata.getLabelsOrDefault(SKIP, "").equals("true")
        && !metadata.containsAnnotations(LEADER)
        && !metadata.hasDeletionTimestamp();
  }
}
