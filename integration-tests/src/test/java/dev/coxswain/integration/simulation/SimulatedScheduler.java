package dev.coxswain.integration.simulation;

import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.scheduler.Assembly;
import dev.coxswain.scheduler.DefaultProfile;
import dev.coxswain.scheduler.Scheduler;
import dev.coxswain.scheduler.config.ConfigurationReader;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/// The real scheduler. Its bindings are carried out later and in any order.
final class SimulatedScheduler extends Program implements Leader {
  /// The only thread can't wait for volumes: what isn't bound at once is picked up by the next
  /// attempt, as after a timeout.
  private static final SchedulerConfiguration CONFIGURATION =
      ConfigurationReader.read(
          """
          apiVersion: kubescheduler.config.k8s.io/v1
          kind: KubeSchedulerConfiguration
          profiles:
          - schedulerName: default-scheduler
            pluginConfig:
            - {name: VolumeBinding, args: {bindTimeoutSeconds: 0}}
          """);

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
    informers = new InformerFactory(client);
    synced = false;
    events = new EventRecorder(client, DefaultProfile.NAME, "", clock);
    bindings = new ArrayList<>();
    scheduler =
        Assembly.of(
                CONFIGURATION,
                new Assembly.Parts(
                    client,
                    informers,
                    events,
                    clock,
                    chance().random(),
                    new SimpleMeterRegistry(),
                    bindings::add))
            .scheduler();
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
