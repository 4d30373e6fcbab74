package dev.coxswain.controllermanager.namespace;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Finishes the deletion of namespaces.
public final class NamespaceController {
  private static final String FINALIZER = "kubernetes";
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration LATE = Duration.ofSeconds(15);

  private final ApiClient client;
  private final Lister<Namespace> namespaces;
  private final NamespaceContents contents;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private NamespaceController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.namespaces = context.lister(Namespace.class);
    this.contents = new NamespaceContents(client);
    this.queue = context.queue();
    context.watch(Namespace.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new NamespaceController(context);
    return ControllerContext.controller(
        "namespace", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = namespaces.get(key).filter(n -> n.getMetadata().hasDeletionTimestamp());
    if (found.isEmpty() || !found.get().getSpec().getFinalizersList().contains(FINALIZER)) {
      return;
    }
    try {
      finish(key, terminating(found.get()));
    } catch (ApiException.NotFound e) {
      // Gone meanwhile: nothing to finish.
    }
  }

  private Namespace terminating(Namespace namespace) {
    if (namespace.getStatus().getPhase().equals("Terminating")) {
      return namespace;
    }
    return client.updateStatus(
        namespace.toBuilder()
            .setStatus(namespace.getStatus().toBuilder().setPhase("Terminating"))
            .build());
  }

  private void finish(ObjectKey key, Namespace namespace) {
    var findings = contents.empty(key.name());
    if (findings.isEmpty()) {
      release(namespace);
      return;
    }
    var now = clock.instant();
    var status = NamespaceConditions.status(namespace.getStatus(), findings, now);
    if (!status.equals(namespace.getStatus())) {
      client.updateStatus(namespace.toBuilder().setStatus(status).build());
    }
    queue.addAfter(key, pause(namespace, now));
  }

  // Contents that take long are looked at less and less often.
  private static Duration pause(Namespace namespace, Instant now) {
    var since = Times.toInstant(namespace.getMetadata().getDeletionTimestamp());
    var pause = Duration.between(since, now).dividedBy(4);
    return pause.compareTo(SOON) < 0 ? SOON : pause.compareTo(LATE) > 0 ? LATE : pause;
  }

  private void release(Namespace namespace) {
    var finalizers =
        namespace.getSpec().getFinalizersList().stream().filter(f -> !f.equals(FINALIZER)).toList();
    var released =
        namespace.toBuilder()
            .setSpec(namespace.getSpec().toBuilder().clearFinalizers().addAllFinalizers(finalizers))
            .build();
    client.updateSubresource(Namespace.class, Metadata.key(namespace), "finalize", released);
  }
}
