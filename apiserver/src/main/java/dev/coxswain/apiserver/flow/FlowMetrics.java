package dev.coxswain.apiserver.flow;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// `apiserver_flowcontrol_…`: who was let in, who was not, who waits.
public final class FlowMetrics {
  private static final String SCHEMA = "flow_schema";
  private static final String LEVEL = "priority_level";

  private final MeterRegistry registry;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  public FlowMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void dispatched(Flow flow) {
    registry
        .counter(
            "apiserver.flowcontrol.dispatched.requests", SCHEMA, flow.schema(), LEVEL, flow.level())
        .increment();
  }

  /// @param reason `queue-full` or `time-out`
  void rejected(Flow flow, String reason) {
    registry
        .counter(
            "apiserver.flowcontrol.rejected.requests",
            SCHEMA,
            flow.schema(),
            LEVEL,
            flow.level(),
            "reason",
            reason)
        .increment();
  }

  /// Shows from now on how many requests of a level are under way and how many wait.
  void watch(String level, IntSupplier seated, IntSupplier waiting) {
    if (watched.add(level)) {
      gauge("apiserver.flowcontrol.current.executing.requests", level, seated);
      gauge("apiserver.flowcontrol.current.inqueue.requests", level, waiting);
    }
  }

  private void gauge(String name, String level, IntSupplier now) {
    Gauge.builder(name, now, IntSupplier::getAsInt)
        .tag(LEVEL, level)
        .strongReference(true)
        .register(registry);
  }
}
