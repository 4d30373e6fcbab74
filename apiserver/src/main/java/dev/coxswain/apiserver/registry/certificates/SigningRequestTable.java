package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import java.time.Duration;

/// The table of certificate signing requests.
final class SigningRequestTable {
  static final Table<CertificateSigningRequest> TABLE =
      Table.of(CertificateSigningRequest.class)
          .column(Columns.age(), (r, now) -> Ages.since(Metadata.of(r), now))
          .text("SignerName", "Who is to sign.", r -> Cells.orNone(r.getSpec().getSignerName()))
          .text("Requestor", "Who asks.", r -> r.getSpec().getUsername())
          .text("RequestedDuration", "How long the certificate is to last.", r -> duration(r))
          .text("Condition", "What became of the request.", r -> condition(r))
          .build();

  private SigningRequestTable() {}

  private static String duration(CertificateSigningRequest request) {
    return request.getSpec().hasExpirationSeconds()
        ? Ages.human(Duration.ofSeconds(request.getSpec().getExpirationSeconds()))
        : Cells.NONE;
  }

  private static String condition(CertificateSigningRequest request) {
    var status =
        has(request, "Denied") ? "Denied" : has(request, "Approved") ? "Approved" : "Pending";
    if (has(request, "Failed")) {
      status += ",Failed";
    }
    return request.getStatus().getCertificate().isEmpty() ? status : status + ",Issued";
  }

  private static boolean has(CertificateSigningRequest request, String type) {
    return request.getStatus().getConditionsList().stream().anyMatch(c -> c.getType().equals(type));
  }
}
