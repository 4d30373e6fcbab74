package dev.coxswain.apiserver.admission.traffic;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Refuses events of whoever writes too many.
public final class EventRateLimit implements Admission {
  private static final int RETRY_SECONDS = 1;

  private final List<Enforcer> enforcers;

  public EventRateLimit(EventLimits limits) {
    this.enforcers = limits.limits().stream().map(Enforcer::new).toList();
  }

  @Override
  public void check(AdmissionRequest request) {
    boolean event = request.isFor("events") || request.isFor("events.events.k8s.io");
    if (event && request.operation() != Operation.DELETE && !request.dryRun()) {
      enforcers.forEach(enforcer -> enforcer.take(request));
    }
  }

  /// Keeps one limit, with a bucket for each of those that are counted apart.
  private static final class Enforcer {
    private final EventLimits.Limit limit;
    private final Map<String, TokenBucket> buckets;

    Enforcer(EventLimits.Limit limit) {
      this.limit = limit;
      this.buckets =
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
              return size() > limit.cacheSize();
            }
          };
    }

    synchronized void take(AdmissionRequest request) {
      Instant now = request.context().now();
      var key = key(request);
      var bucket =
          buckets.computeIfAbsent(key, _ -> new TokenBucket(limit.qps(), limit.burst(), now));
      if (!bucket.take(now)) {
        throw ApiException.of(
            new Refusal.TooManyRequests(
                "limit reached on type %s for key %s".formatted(limit.type(), key), RETRY_SECONDS));
      }
    }

    private String key(AdmissionRequest request) {
      return switch (limit.type()) {
        case Server -> "";
        case Namespace -> request.namespace();
        case User -> request.user().name();
        case SourceAndObject -> request.object().map(Enforcer::sourceAndObject).orElse("");
      };
    }

    private static String sourceAndObject(Message object) {
      return switch (object) {
        case Event event -> text(event.getSource(), event.getInvolvedObject());
        case dev.coxswain.api.events.v1.Event event ->
            text(event.getDeprecatedSource(), event.getRegarding());
        default -> "";
      };
    }

    private static String text(EventSource source, ObjectReference object) {
      return String.join(
          "_",
          source.getComponent(),
          source.getHost(),
          object.getKind(),
          object.getNamespace(),
          object.getName(),
          object.getUid(),
          object.getApiVersion());
    }
  }
}
