package dev.coxswain.apiserver;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.allocation.AllocationRepair;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.client.EventRecorder;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events about addresses that had to be repaired, written by the API server itself.
final class RepairEvents implements AllocationRepair.News {
  private static final Logger log = LoggerFactory.getLogger(RepairEvents.class);
  private static final String CONTROLLER = "ipallocator-repair-controller";
  private static final UserInfo USER = UserInfo.of("system:apiserver", "system:masters");

  private final RequestPipeline pipeline;
  private final InstantSource clock;

  RepairEvents(RequestPipeline pipeline, InstantSource clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  @Override
  public void tell(Message about, String reason, String action, String note) {
    log.atWarn().addKeyValue("reason", reason).addKeyValue("note", note).log("repairing");
    var event = event(about, reason, action, note);
    var resource = Scheme.kubernetes().resourceOf(Event.class);
    try {
      pipeline.handle(
          new ApiRequest.Create(
              Target.of(resource, event.getMetadata().getNamespace(), ""),
              Body.of(event),
              WriteOptions.defaults()),
          new RequestContext(USER, "kube-apiserver", clock.instant(), _ -> {}));
    } catch (ApiException e) {
      log.atWarn().addKeyValue("err", e.getMessage()).log("cannot write an event");
    }
  }

  private Event event(Message about, String reason, String action, String note) {
    var reference = EventRecorder.reference(about);
    var now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return Event.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(
                    reference.getNamespace().isEmpty() ? "default" : reference.getNamespace())
                .setName(reference.getName() + "." + Long.toHexString(nanos)))
        .setInvolvedObject(reference)
        .setType(EventRecorder.WARNING)
        .setReason(reason)
        .setAction(action)
        .setMessage(note)
        .setEventTime(Times.micro(now))
        .setReportingComponent(CONTROLLER)
        .setReportingInstance(CONTROLLER)
        .build();
  }
}
