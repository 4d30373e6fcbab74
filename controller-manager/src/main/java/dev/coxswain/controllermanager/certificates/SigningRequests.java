package dev.coxswain.controllermanager.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestCondition;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.component.Pem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Where a request stands, and until when it is worth keeping. Pure.
final class SigningRequests {
  static final String APPROVED = "Approved";
  static final String DENIED = "Denied";
  static final String FAILED = "Failed";

  private static final Duration DECIDED = Duration.ofHours(1);
  private static final Duration PENDING = Duration.ofHours(24);

  private SigningRequests() {}

  static boolean has(CertificateSigningRequest request, String condition) {
    return find(request, condition).isPresent();
  }

  static boolean isSigned(CertificateSigningRequest request) {
    return !request.getStatus().getCertificate().isEmpty();
  }

  /// Approved, and neither signed nor given up.
  static boolean awaitsCertificate(CertificateSigningRequest request) {
    return has(request, APPROVED) && !isSigned(request) && !has(request, FAILED);
  }

  static CertificateSigningRequest with(
      CertificateSigningRequest request,
      String condition,
      String reason,
      String message,
      Instant now) {
    var changed = request.toBuilder();
    changed
        .getStatusBuilder()
        .addConditions(
            CertificateSigningRequestCondition.newBuilder()
                .setType(condition)
                .setStatus("True")
                .setReason(reason)
                .setMessage(message)
                .setLastUpdateTime(Times.of(now)));
    return changed.build();
  }

  /// When the request is to be deleted: an hour after it was decided, a day after it was made if
  /// nobody decides, and when its certificate has expired.
  static Instant expiry(CertificateSigningRequest request) {
    var created = Times.toInstant(request.getMetadata().getCreationTimestamp());
    var decided =
        Stream.of(DENIED, FAILED, APPROVED)
            .flatMap(type -> find(request, type).stream())
            .map(c -> Times.toInstant(c.getLastUpdateTime()).plus(DECIDED));
    var undecided =
        request.getStatus().getConditionsCount() == 0
            ? Stream.of(created.plus(PENDING))
            : Stream.<Instant>empty();
    return Stream.of(decided, undecided, certificateEnd(request).stream())
        .flatMap(ends -> ends)
        .min(Instant::compareTo)
        .orElse(created.plus(PENDING));
  }

  private static Optional<Instant> certificateEnd(CertificateSigningRequest request) {
    if (!isSigned(request)) {
      return Optional.empty();
    }
    try {
      var pem = request.getStatus().getCertificate().toString(StandardCharsets.US_ASCII);
      return Optional.of(Pem.certificates(pem).getFirst().getNotAfter().toInstant());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Another signer's, in a form of its own.
    }
  }

  private static Optional<CertificateSigningRequestCondition> find(
      CertificateSigningRequest request, String condition) {
    return request.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(condition))
        .findFirst();
  }
}
