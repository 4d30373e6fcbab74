package dev.coxswain.controllermanager.certificates;

import com.google.protobuf.ByteString;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;

/// Signs approved requests with the cluster's authority, for the signers that are the cluster's.
public final class SigningController {
  private final ApiClient client;
  private final Lister<CertificateSigningRequest> requests;
  private final CertificateAuthority authority;
  private final Duration longest;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;

  private SigningController(
      ControllerContext context, CertificateAuthority authority, Duration longest) {
    this.client = context.client();
    this.clock = context.clock();
    this.authority = authority;
    this.longest = longest;
    this.requests = context.lister(CertificateSigningRequest.class);
    this.queue = context.queue();
    context.watch(CertificateSigningRequest.class, queue);
  }

  /// @param longest for how long a certificate may be valid
  public static Controller create(
      ControllerContext context, CertificateAuthority authority, Duration longest, int workers) {
    var controller = new SigningController(context, authority, longest);
    return ControllerContext.controller(
        "certificatesigningrequest-signing", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var request = requests.get(key).filter(SigningRequests::awaitsCertificate);
    var signer = request.flatMap(r -> Signer.named(r.getSpec().getSignerName()));
    if (signer.isPresent()) {
      client.updateStatus(answer(request.get(), signer.get()));
    }
  }

  private CertificateSigningRequest answer(CertificateSigningRequest request, Signer signer) {
    var asked = CertificateRequest.of(request);
    var usages = request.getSpec().getUsagesList();
    var refusal = signer.refusal(asked, usages);
    if (refusal.isPresent()) {
      return SigningRequests.with(
          request,
          SigningRequests.FAILED,
          "SignerValidationFailure",
          refusal.get(),
          clock.instant());
    }
    var pem = authority.sign(asked, usages, lifetime(request), clock.instant());
    var signed = request.toBuilder();
    signed.getStatusBuilder().setCertificate(ByteString.copyFromUtf8(pem));
    return signed.build();
  }

  private Duration lifetime(CertificateSigningRequest request) {
    if (!request.getSpec().hasExpirationSeconds()) {
      return longest;
    }
    var wanted = Duration.ofSeconds(request.getSpec().getExpirationSeconds());
    return wanted.compareTo(longest) < 0 ? wanted : longest;
  }
}
