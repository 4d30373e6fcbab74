package dev.coxswain.component;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The figures of a process, in the text format of Prometheus.
public final class Metrics implements AutoCloseable {
  /// What [#text] is.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics pauses = new JvmGcMetrics();
  private final List<Runnable> refreshments = new CopyOnWriteArrayList<>();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new ProcessMetrics().bindTo(registry);
    pauses.bindTo(registry);
  }

  /// Where a component registers its own.
  public MeterRegistry registry() {
    return registry;
  }

  /// Shows figures that a component keeps itself, because the registry's way is too dear for it.
  public void collect(MultiCollector figures) {
    registry.getPrometheusRegistry().register(figures);
  }

  /// Before figures are shown, something brings its own up to date.
  public void refreshedBy(Runnable refreshment) {
    refreshments.add(refreshment);
  }

  public String text() {
    refreshments.forEach(Runnable::run);
    return registry.scrape();
  }

  @Override
  public void close() {
    pauses.close();
    registry.close();
  }
}
