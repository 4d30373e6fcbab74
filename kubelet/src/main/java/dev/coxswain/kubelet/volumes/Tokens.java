package dev.coxswain.kubelet.volumes;

import dev.coxswain.api.authentication.v1.BoundObjectReference;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.authentication.v1.TokenRequestSpec;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens of service accounts, bound to the pods that get them; renewed after 80 % of their life,
/// at the latest after a day.
final class Tokens {
  private static final long DEFAULT_SECONDS = 3600;
  private static final Duration OLDEST = Duration.ofHours(24);

  private final ClusterObjects objects;
  private final InstantSource clock;
  private final Map<Purpose, Issued> issued = new ConcurrentHashMap<>();

  Tokens(ClusterObjects objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  private record Purpose(String podUid, String audience, long seconds) {}

  private record Issued(String token, Instant renewAt, Instant expires) {}

  String token(Pod pod, ServiceAccountTokenProjection projection) {
    var seconds =
        projection.hasExpirationSeconds() ? projection.getExpirationSeconds() : DEFAULT_SECONDS;
    var purpose = new Purpose(pod.getMetadata().getUid(), projection.getAudience(), seconds);
    var known = issued.get(purpose);
    if (known == null || !clock.instant().isBefore(known.renewAt())) {
      known = renewed(pod, purpose, Optional.ofNullable(known));
      issued.put(purpose, known);
    }
    return known.token();
  }

  void forget(String podUid) {
    issued.keySet().removeIf(purpose -> purpose.podUid().equals(podUid));
  }

  /// A token that is still good stays when there is no new one to be had.
  private Issued renewed(Pod pod, Purpose purpose, Optional<Issued> before) {
    try {
      return request(pod, purpose);
    } catch (ApiException e) {
      var now = clock.instant();
      return before.filter(issued -> now.isBefore(issued.expires())).orElseThrow(() -> e);
    }
  }

  private Issued request(Pod pod, Purpose purpose) {
    var metadata = pod.getMetadata();
    var spec =
        TokenRequestSpec.newBuilder()
            .setExpirationSeconds(purpose.seconds())
            .setBoundObjectRef(
                BoundObjectReference.newBuilder()
                    .setKind("Pod")
                    .setApiVersion("v1")
                    .setName(metadata.getName())
                    .setUID(metadata.getUid()));
    if (!purpose.audience().isEmpty()) {
      spec.addAudiences(purpose.audience());
    }
    var account = new ObjectKey(metadata.getNamespace(), pod.getSpec().getServiceAccountName());
    var now = clock.instant();
    var status =
        objects.requestToken(account, TokenRequest.newBuilder().setSpec(spec).build()).getStatus();
    var expires = Times.toInstant(status.getExpirationTimestamp());
    var life = Duration.between(now, expires);
    var use = life.multipliedBy(8).dividedBy(10);
    var renewAt = now.plus(use.compareTo(OLDEST) < 0 ? use : OLDEST);
    return new Issued(status.getToken(), renewAt, expires);
  }
}
