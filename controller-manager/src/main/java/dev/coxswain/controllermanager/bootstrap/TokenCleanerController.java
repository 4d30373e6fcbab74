package dev.coxswain.controllermanager.bootstrap;

import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;

/// Deletes bootstrap tokens that have expired.
public final class TokenCleanerController {
  private final ApiClient client;
  private final Lister<Secret> secrets;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;

  private TokenCleanerController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.secrets = context.lister(Secret.class);
    this.queue = context.queue();
    context
        .informer(Secret.class)
        .addHandler(
            ResourceHandler.objects(secret -> {
              if (BootstrapToken.isToken(secret)) {
                queue.add(Metadata.key(secret));
              }
            }));
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new TokenCleanerController(context);
    return ControllerContext.controller(
        "tokencleaner", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var secret = secrets.get(key);
    var expiry = secret.filter(BootstrapToken::isToken).flatMap(BootstrapToken::expiry);
    if (expiry.isEmpty()) {
      return;
    }
    var left = Duration.between(clock.instant(), expiry.get());
    if (left.isPositive()) {
      queue.addAfter(key, left);
    } else {
      delete(key, secret.get());
    }
  }

  private void delete(ObjectKey key, Secret secret) {
    var uid = Preconditions.newBuilder().setUid(secret.getMetadata().getUid());
    try {
      client.delete(Secret.class, key, DeleteOptions.newBuilder().setPreconditions(uid).build());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }
}
