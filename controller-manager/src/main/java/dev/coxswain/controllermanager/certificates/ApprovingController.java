package dev.coxswain.controllermanager.certificates;

import dev.coxswain.api.authorization.v1.ResourceAttributes;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReviewSpec;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Approves what kubelets ask for in their own name, or to join, if their users may.
public final class ApprovingController {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(1000);

  private final ApiClient client;
  private final Lister<CertificateSigningRequest> requests;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;

  /// A kind of request that needs no person.
  ///
  /// @param subresource of `certificatesigningrequests`, which its user must be allowed to create
  record Recognized(String subresource, String message) {}

  private ApprovingController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.requests = context.lister(CertificateSigningRequest.class);
    this.queue = context.queue();
    context.watch(CertificateSigningRequest.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new ApprovingController(context);
    return ControllerContext.controller(
        "certificatesigningrequest-approving", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var request = requests.get(key).filter(r -> r.getStatus().getConditionsCount() == 0);
    if (request.isEmpty() || SigningRequests.isSigned(request.get())) {
      return;
    }
    var kinds = recognize(request.get());
    kinds.stream()
        .filter(kind -> isAllowed(request.get(), kind))
        .findFirst()
        .ifPresentOrElse(
            kind -> approve(request.get(), kind),
            () -> {
              if (!kinds.isEmpty()) {
                queue.addAfter(key, pause(request.get(), clock.instant()));
              }
            });
  }

  /// When to ask again whether its user may: the older the request, the later, so that each pause
  /// is twice the one before. Pure.
  static Duration pause(CertificateSigningRequest request, Instant now) {
    var created = Times.toInstant(request.getMetadata().getCreationTimestamp());
    var age = Duration.between(created, now);
    return age.compareTo(SHORTEST) < 0 ? SHORTEST : age.compareTo(LONGEST) > 0 ? LONGEST : age;
  }

  /// What the request may be approved as, the narrowest first. Pure.
  static List<Recognized> recognize(CertificateSigningRequest request) {
    if (Signer.named(request.getSpec().getSignerName())
        .filter(s -> s == Signer.KUBELET_CLIENT)
        .isEmpty()) {
      return List.of();
    }
    var asked = CertificateRequest.of(request);
    if (Signer.KUBELET_CLIENT.refusal(asked, request.getSpec().getUsagesList()).isPresent()) {
      return List.of();
    }
    var join =
        new Recognized(
            "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.");
    var renew =
        new Recognized(
            "selfnodeclient",
            "Auto approving self kubelet client certificate after SubjectAccessReview.");
    return request.getSpec().getUsername().equals(asked.commonName())
        ? List.of(renew, join)
        : List.of(join);
  }

  private boolean isAllowed(CertificateSigningRequest request, Recognized kind) {
    var spec = request.getSpec();
    var review =
        SubjectAccessReview.newBuilder()
            .setSpec(
                SubjectAccessReviewSpec.newBuilder()
                    .setUser(spec.getUsername())
                    .setUid(spec.getUid())
                    .addAllGroups(spec.getGroupsList())
                    .setResourceAttributes(
                        ResourceAttributes.newBuilder()
                            .setGroup("certificates.k8s.io")
                            .setVersion("*")
                            .setResource("certificatesigningrequests")
                            .setVerb("create")
                            .setSubresource(kind.subresource())))
            .build();
    return client.create(review).getStatus().getAllowed();
  }

  private void approve(CertificateSigningRequest request, Recognized kind) {
    var approved =
        SigningRequests.with(
            request, SigningRequests.APPROVED, "AutoApproved", kind.message(), clock.instant());
    client.update(
        Scheme.kubernetes().resourceOf(CertificateSigningRequest.class), approved, "approval");
  }
}
