package dev.coxswain.integration.simulation;

import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.scheduler.ClusterObserver;
import dev.coxswain.scheduler.DefaultProfile;
import dev.coxswain.scheduler.Scheduler;
import dev.coxswain.scheduler.SchedulerMetrics;
import dev.coxswain.scheduler.binding.PodReporter;
import dev.coxswain.scheduler.framework.Profile;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/// The real scheduler. Its bindings are carried out later and in any order.
final class SimulatedScheduler extends Program implements Leader {
  private InformerFactory informers;
  private Scheduler scheduler;
  private EventRecorder events;
  private List<Runnable> bindings;
  private Candidate candidate;
  private boolean synced;

  SimulatedScheduler(String name, World world) {
    super(name, world);
  }

  @Override
  void boot(SimulatedApiClient client) {
    var clock = world().clock();
    var plugins = DefaultProfile.plugins(client);
    var queue = new SchedulingQueue(plugins, clock);
    var cluster = new ClusterState();
    informers = new InformerFactory(client);
    synced = false;
    new ClusterObserver(DefaultProfile.NAME, cluster, queue).observe(informers);
    events = new EventRecorder(client, DefaultProfile.NAME, "", clock);
    bindings = new ArrayList<>();
    scheduler =
        new Scheduler(
            new Profile(DefaultProfile.NAME, plugins, chance().random()),
            cluster,
            queue,
            new PodReporter(client, events, clock),
            new SchedulerMetrics(new SimpleMeterRegistry(), queue),
            bindings::add);
    candidate = new Candidate(this, client, "kube-scheduler");
  }

  @Override
  public boolean isLeading() {
    return isRunning() && candidate.isLeading();
  }

  @Override
  boolean step() {
    if (!hasSynced()) {
      return follow(informers);
    }
    if (candidate.step()) {
      return true;
    }
    if (!candidate.isLeading()) {
      return follow(informers);
    }
    return switch (chance().below(3)) {
      case 0 -> follow(informers) || !bindings.isEmpty();
      case 1 -> bindOne() || follow(informers);
      default -> {
        boolean any = scheduler.scheduleNext() || bindOne() || follow(informers);
        events.flush();
        yield any;
      }
    };
  }

  private boolean bindOne() {
    if (bindings.isEmpty()) {
      return false;
    }
    bindings.remove(chance().below(bindings.size())).run();
    return true;
  }

  @Override
  void beforeSleep() {
    if (synced) {
      wakeBy(candidate.due());
    }
  }

  private boolean hasSynced() {
    synced = synced || informers.hasSynced();
    return synced;
  }

  InformerFactory informers() {
    return informers;
  }
}
