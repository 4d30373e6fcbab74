package dev.coxswain.controllermanager.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes requests that nobody waits for any more.
public final class CleanerController {
  private final ApiClient client;
  private final Lister<CertificateSigningRequest> requests;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;

  private CleanerController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.requests = context.lister(CertificateSigningRequest.class);
    this.queue = context.queue();
    context.watch(CertificateSigningRequest.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new CleanerController(context);
    return ControllerContext.controller(
        "certificatesigningrequest-cleaner", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var request = requests.get(key);
    if (request.isEmpty()) {
      return;
    }
    var left = Duration.between(clock.instant(), SigningRequests.expiry(request.get()));
    if (left.isPositive()) {
      queue.addAfter(key, left);
    } else {
      delete(key, request.get());
    }
  }

  private void delete(ObjectKey key, CertificateSigningRequest request) {
    var uid = Preconditions.newBuilder().setUid(request.getMetadata().getUid());
    try {
      client.delete(
          CertificateSigningRequest.class,
          key,
          DeleteOptions.newBuilder().setPreconditions(uid).build());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }
}
