package dev.coxswain.apiserver.admission.traffic;

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
import java.util.Optional;

/// Refuses events of whoever writes too many. Like upstream it looks at those of the core group
/// only.
public final class EventRateLimit implements Admission {
  private final List<Enforcer> enforcers;

  public EventRateLimit(EventLimits limits) {
    this.enforcers = limits.limits().stream().map(Enforcer::new).toList();
  }

  @Override
  public void check(AdmissionRequest request) {
    boolean written =
        request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
    if (request.isFor("events") && written && !request.dryRun()) {
      takeAll(request);
    }
  }

  /// From every limit, also when one is reached already; the last of those is told.
  private void takeAll(AdmissionRequest request) {
    enforcers.stream()
        .flatMap(enforcer -> enforcer.take(request).stream())
        .reduce((_, last) -> last)
        .ifPresent(text -> {
          throw ApiException.of(new Refusal.TooManyRequests("Too many requests: " + text, 0));
        });
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

    /// What to say if the limit is reached.
    synchronized Optional<String> take(AdmissionRequest request) {
      Instant now = request.context().now();
      var key = key(request);
      var bucket =
          buckets.computeIfAbsent(key, _ -> new TokenBucket(limit.qps(), limit.burst(), now));
      return bucket.take(now)
          ? Optional.empty()
          : Optional.of("limit reached on type %s for key %s".formatted(limit.type(), key));
    }

    private String key(AdmissionRequest request) {
      return switch (limit.type()) {
        case Server -> "";
        case Namespace -> request.namespace();
        case User -> request.user().name();
        case SourceAndObject -> sourceAndObject(request);
      };
    }

    private static String sourceAndObject(AdmissionRequest request) {
      return request
          .object(Event.class)
          .map(event -> text(event.getSource(), event.getInvolvedObject()))
          .orElse("");
    }

    private static String text(EventSource source, ObjectReference object) {
      return String.join(
          "",
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
