package dev.coxswain.scheduler;

import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.scheduler.binding.BindingCycle;
import dev.coxswain.scheduler.binding.Evictions;
import dev.coxswain.scheduler.binding.PodReporter;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import dev.coxswain.scheduler.config.Surroundings;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.Nominations;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// A scheduler put together from its parts. Start the informers, and its scheduling when it may
/// lead.
///
/// @param queue close it to end scheduling
/// @param cluster what is promised
public record Assembly(
    Scheduler scheduler, SchedulingQueue queue, ClusterState cluster, SchedulerMetrics metrics) {
  /// What the outside world brings.
  ///
  /// @param random chooses among equally good nodes
  /// @param executor runs what waits for the API server; decisions go on meanwhile
  public record Parts(
      ApiClient client,
      InformerFactory informers,
      EventRecorder events,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry registry,
      Executor executor) {}

  /// Puts a scheduler together.
  public static Assembly of(SchedulerConfiguration configuration, Parts parts) {
    var nominations = new Nominations();
    var surroundings =
        Surroundings.of(parts.client(), parts.informers(), nominations, parts.random());
    var points = new ExtensionPointMetrics(parts.registry());
    var profiles = Profiles.of(configuration, surroundings, points);
    var pauses =
        new SchedulingQueue.Pauses(
            configuration.podInitialBackoff(), configuration.podMaxBackoff());
    var queue =
        new SchedulingQueue(profiles::plugins, profiles.queueSort(), pauses, parts.clock(), points);
    var cluster = new ClusterState();
    new ClusterObserver(profiles, cluster, nominations, queue).observe(parts.informers());
    var hands =
        new Scheduler.Hands(
            new BindingCycle(parts.client(), profiles::plugins, points),
            new Evictions(parts.client(), parts.events(), parts.clock()),
            new PodReporter(parts.client(), parts.events(), parts.clock()),
            parts.executor());
    var metrics = new SchedulerMetrics(parts.registry(), queue, cluster, parts.clock());
    var scheduler = new Scheduler(profiles, cluster, nominations, queue, hands, metrics);
    return new Assembly(scheduler, queue, cluster, metrics);
  }
}
