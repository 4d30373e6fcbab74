package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.Lister;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A node whose containers are only said to run. They outlive the kubelet, but not the node.
final class SimulatedKubelet extends Program {
  private static final Duration QUICK_START = Duration.ofMillis(500);
  private static final Duration SLOW_START = Duration.ofSeconds(6);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
  private static final Duration LONGEST_WORK = Duration.ofSeconds(8);
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(10);

  /// Containers of one pod.
  ///
  /// @param doneAt when they have done their work, if there is an end to it
  private record Local(Instant readyAt, Instant doneAt, Instant stoppedAt) {
    boolean isReady(Instant now) {
      return !now.isBefore(readyAt) && stoppedAt.equals(Instant.MAX);
    }
  }

  private final NodeObjects objects;
  private final TreeMap<String, Local> machine = new TreeMap<>();

  /// The version of each pod for which the server has answered a write. What came of it the
  /// informer will say.
  private final TreeMap<String, String> answered = new TreeMap<>();

  private boolean powered = true;
  private InformerFactory informers;
  private Lister<Pod> pods;
  private SimulatedApiClient client;
  private Instant heartbeatDue;

  SimulatedKubelet(String node, int number, World world) {
    super(node, world);
    this.objects = new NodeObjects(node, number);
  }

  @Override
  void boot(SimulatedApiClient newClient) {
    client = newClient;
    informers = new InformerFactory(client);
    var mine = ListQuery.all().withFieldSelector("spec.nodeName=" + name());
    pods = informers.informer(Pod.class, mine).lister();
    heartbeatDue = now();
    answered.clear();
  }

  boolean isPowered() {
    return powered;
  }

  /// The machine loses power: everything on it is gone.
  void powerOff() {
    world().network().happens("node lost power");
    end("power off", Instant.MAX);
    powered = false;
    machine.clear();
  }

  void powerOn() {
    if (!powered) {
      powered = true;
      start();
    }
  }

  @Override
  boolean step() {
    try {
      if (!now().isBefore(heartbeatDue)) {
        heartbeat();
        return true;
      }
      if (follow(informers)) {
        return true;
      }
      return informers.hasSynced() && work();
    } catch (ApiException e) {
      // As a real one: what did not work now is tried again soon.
      return false;
    }
  }

  @Override
  void beforeSleep() {
    wakeBy(heartbeatDue);
    machine
        .values()
        .forEach(local -> {
          wakeIfComing(local.readyAt());
          wakeIfComing(local.doneAt());
          wakeIfComing(local.stoppedAt());
        });
  }

  private void wakeIfComing(Instant time) {
    if (time.isAfter(now())) {
      wakeBy(time);
    }
  }

  private void heartbeat() {
    heartbeatDue = now().plus(STATUS_PERIOD);
    try {
      var node = client.get(Node.class, ObjectKey.clusterScoped(name()));
      if (objects.needsUpdate(node, now())) {
        client.updateStatus(objects.wellAgain(node, now()));
      }
      renewLease();
    } catch (ApiException.NotFound e) {
      client.create(objects.registration(now()));
      heartbeatDue = now();
    }
  }

  private void renewLease() {
    try {
      var lease =
          client.get(dev.coxswain.api.coordination.v1.Lease.class, NodeObjects.lease(name()));
      client.update(objects.renewed(lease, now()));
    } catch (ApiException.NotFound e) {
      client.create(objects.firstLease(now()));
    }
  }

  /// One thing for one pod.
  private boolean work() {
    var all = pods.list();
    var uids = all.stream().map(SimulatedKubelet::uid).collect(Collectors.toSet());
    machine.keySet().retainAll(uids);
    answered.keySet().retainAll(uids);
    for (var pod : all) {
      if (workOn(pod)) {
        return true;
      }
    }
    return false;
  }

  private boolean workOn(Pod pod) {
    if (version(pod).equals(answered.get(uid(pod)))) {
      return false;
    }
    var local = machine.get(uid(pod));
    if (pod.getMetadata().hasDeletionTimestamp()) {
      return stop(pod, local);
    }
    if (PodStatuses.hasEnded(pod)) {
      return false;
    }
    if (local == null) {
      var readyAt = now().plus(chance().between(QUICK_START, SLOW_START));
      var doneAt = PodStatuses.ends(pod) ? readyAt.plus(chance().upTo(LONGEST_WORK)) : Instant.MAX;
      machine.put(uid(pod), new Local(readyAt, doneAt, Instant.MAX));
      return true;
    }
    if (!now().isBefore(local.doneAt())) {
      write(pod, () -> client.updateStatus(PodStatuses.succeeded(pod, objects.podIp(pod), now())));
      return true;
    }
    boolean ready = local.isReady(now());
    if (ready == PodStatuses.isReady(pod)) {
      return false;
    }
    write(pod, () -> client.updateStatus(PodStatuses.with(pod, ready, objects.podIp(pod), now())));
    return true;
  }

  private boolean stop(Pod pod, Local local) {
    if (local != null && local.stoppedAt().equals(Instant.MAX)) {
      var grace = Duration.ofSeconds(pod.getMetadata().getDeletionGracePeriodSeconds());
      var longest = grace.compareTo(LONGEST_STOP) < 0 ? grace : LONGEST_STOP;
      machine.put(
          uid(pod), new Local(local.readyAt(), local.doneAt(), now().plus(chance().upTo(longest))));
      return true;
    }
    if (local != null && now().isBefore(local.stoppedAt())) {
      return false;
    }
    machine.remove(uid(pod));
    var now =
        DeleteOptions.newBuilder()
            .setGracePeriodSeconds(0)
            .setPreconditions(Preconditions.newBuilder().setUid(uid(pod)))
            .build();
    write(pod, () -> client.delete(Pod.class, Metadata.key(pod), now));
    return true;
  }

  /// Somebody who was faster is no reason to ask again: the informer is only late.
  private void write(Pod pod, Runnable call) {
    try {
      call.run();
    } catch (ApiException.Conflict | ApiException.NotFound e) {
      world().trace().add(name(), "was late: " + e.getMessage());
    }
    answered.put(uid(pod), version(pod));
  }

  private static String version(Pod pod) {
    return pod.getMetadata().getResourceVersion();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
