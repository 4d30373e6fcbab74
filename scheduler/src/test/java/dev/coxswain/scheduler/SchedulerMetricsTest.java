package dev.coxswain.scheduler;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.component.Metrics;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a scheduler says at `/metrics` when it has bound one pod and can't bind another.
class SchedulerMetricsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"scheduled\"} 1.0",
        "scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"unschedulable\"}"
            + " 1.0",
        "scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"default-scheduler\","
            + "result=\"scheduled\",le=\"16.384\"} 1",
        "scheduler_scheduling_algorithm_duration_seconds_count 2",
        "scheduler_pod_scheduling_sli_duration_seconds_bucket{attempts=\"1\",le=\"5242.88\"} 1",
        "scheduler_pod_scheduling_attempts_bucket{le=\"16.0\"} 1",
        "scheduler_preemption_attempts_total 1.0",
        "scheduler_pending_pods{queue=\"unschedulable\"} 1.0",
        "scheduler_unschedulable_pods{plugin=\"NodeUnschedulable\",profile=\"default-scheduler\"}"
            + " 1.0",
        "scheduler_queue_incoming_pods_total{event=\"UnschedulablePodAdd\",queue=\"active\"} 2.0",
        "scheduler_queue_incoming_pods_total{event=\"ScheduleAttemptFailure\","
            + "queue=\"unschedulable\"} 1.0",
        "scheduler_cache_size{type=\"nodes\"} 1.0",
        "scheduler_cache_size{type=\"pods\"} 1.0",
        "scheduler_framework_extension_point_duration_seconds_count{extension_point=\"Filter\","
            + "profile=\"default-scheduler\",status=\"Success\"} 1",
        "scheduler_framework_extension_point_duration_seconds_count{extension_point=\"Bind\","
            + "profile=\"default-scheduler\",status=\"Success\"} 1",
        "scheduler_framework_extension_point_duration_seconds_bucket{extension_point=\"Filter\","
            + "profile=\"default-scheduler\",status=\"Unschedulable\",le=\"0.2048\"} 1",
      })
  void says(String line) {
    var clock = new ManualClock();
    var client = new FakeApiClient(clock);
    var informers = new InformerFactory(client);
    try (var metrics = new Metrics();
        var events = new EventRecorder(client, DefaultProfile.NAME, "", clock)) {
      var parts =
          new Assembly.Parts(
              client,
              informers,
              events,
              clock,
              RandomGenerator.getDefault(),
              metrics.registry(),
              Runnable::run);
      var assembly = Assembly.of(SchedulerConfiguration.defaults(), parts);
      metrics.refreshedBy(assembly.metrics()::refresh);
      client.create(node("a"));
      client.create(pod("fine"));
      settle(informers, assembly);
      client.update(node("a", cordoned()));
      client.create(pod("waits"));
      settle(informers, assembly);
      assertThat(metrics.text()).contains(line);
    }
  }

  private static void settle(InformerFactory informers, Assembly assembly) {
    boolean any = true;
    while (any) {
      any = informers.stepAll();
      any |= assembly.scheduler().scheduleNext();
    }
  }
}
