package dev.coxswain.apiserver.bootstrap;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates what is missing when the server starts, completes the roles of the system, and from then
/// on says every few seconds that it is alive.
public final class Bootstrap implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration RESTORE = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final OwnClient client;
  private final ServerIdentity identity;
  private final InstantSource clock;
  private final ApiServers servers;
  private final IdentityLease lease;
  private final FlowUpkeep flow;
  private final List<Message> system;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean done;
  private Instant restored = Instant.EPOCH;
  private Thread thread;

  private Bootstrap(
      RequestPipeline pipeline, Storage storage, ServerIdentity identity, InstantSource clock) {
    this.client = new OwnClient(pipeline, clock);
    this.identity = identity;
    this.clock = clock;
    this.servers = new ApiServers(storage, client, identity);
    this.lease = new IdentityLease(client, identity);
    this.flow = new FlowUpkeep(client);
    this.system = SystemObjects.all(identity, clock.instant());
  }

  /// Works on a thread of its own, until it is closed.
  public static Bootstrap start(
      RequestPipeline pipeline, Storage storage, ServerIdentity identity, InstantSource clock) {
    var bootstrap = new Bootstrap(pipeline, storage, identity, clock);
    bootstrap.thread = Thread.ofVirtual().name("bootstrap").start(bootstrap::run);
    return bootstrap;
  }

  /// Creates what is missing, once, on the caller's thread; the server is not announced. Whether
  /// all is there then.
  public static boolean once(
      RequestPipeline pipeline, Storage storage, ServerIdentity identity, InstantSource clock) {
    return new Bootstrap(pipeline, storage, identity, clock).createMissing();
  }

  /// Whether everything that a new cluster has is there.
  public boolean isDone() {
    return done;
  }

  /// Takes the server off the list of those that are alive.
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!done && !stop.await(0, TimeUnit.SECONDS)) {
        done = createMissing();
        if (!done) {
          stop.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      if (!identity.isReachable()) {
        log.atWarn()
            .addKeyValue("address", identity.advertise())
            .log("no other machine reaches this server: the service kubernetes does not lead here");
      }
      do {
        succeeds(this::announce, "cannot announce this server");
        succeeds(this::keepSystem, "cannot keep the objects of the system");
      } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (identity.isReachable()) {
      succeeds(servers::withdraw, "cannot withdraw this server");
    }
  }

  /// One object that cannot be created does not keep the others from it. Whether all are there.
  private boolean createMissing() {
    boolean all = true;
    for (var object : SystemObjects.all(identity, clock.instant())) {
      all &= succeeds(() -> create(object), "cannot create a system object; trying again");
    }
    return all;
  }

  private void create(Message object) {
    var meta = Metadata.of(object);
    var existing = client.get(object.getClass(), meta.getNamespace(), meta.getName());
    if (existing.isPresent()) {
      switch (RoleReconciliation.step(existing.get(), object)) {
        case RoleReconciliation.Step.Keep _ -> {}
        case RoleReconciliation.Step.Update(var changed) -> client.update(changed);
        case RoleReconciliation.Step.Recreate(var wanted) -> {
          client.delete(existing.get());
          client.createIfAbsent(wanted);
        }
      }
    } else if (client.createIfAbsent(object) && hasStatus(object)) {
      client
          .get(object.getClass(), meta.getNamespace(), meta.getName())
          .ifPresent(created -> client.updateStatus(versioned(object, created)));
    }
  }

  private static Message versioned(Message object, Message created) {
    var version = Metadata.of(created).getResourceVersion();
    return Metadata.edit(object, meta -> meta.setResourceVersion(version));
  }

  private void announce() {
    if (identity.isReachable()) {
      servers.announce();
    }
    lease.renew(clock.instant());
  }

  /// What the cluster can't do without comes back when somebody deletes it.
  private void keepSystem() {
    var now = clock.instant();
    if (!now.isBefore(restored.plus(RESTORE))) {
      restore(client, system);
      flow.restore(system);
      restored = now;
    }
    flow.tellSchemas(now);
  }

  /// Makes the namespaces of the system and the service of the API server again if they are gone.
  static void restore(OwnClient client, List<Message> system) {
    for (var object : system) {
      if ((object instanceof Namespace || object instanceof Service)
          && client.createIfAbsent(object)) {
        log.atInfo().addKeyValue("object", Metadata.of(object).getName()).log("made again");
      }
    }
  }

  private static boolean hasStatus(Message object) {
    var resource = Scheme.kubernetes().resourceOf(object.getClass());
    var field = object.getDescriptorForType().findFieldByName("status");
    return resource.subresource("status").isPresent()
        && object.hasField(field)
        && !object
            .getField(field)
            .equals(((Message) object.getField(field)).getDefaultInstanceForType());
  }

  private static boolean succeeds(Runnable step, String otherwise) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log(otherwise);
      return false;
    }
  }
}
