package dev.coxswain.component;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Prometheus' own clients tell of a process, under their names: `process_cpu_seconds_total`,
/// `process_resident_memory_bytes`, `process_virtual_memory_bytes`, `process_open_fds`,
/// `process_max_fds`.
final class ProcessMetrics implements MeterBinder {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;
  private static final double NANOS = 1e9;

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("process.virtual.memory.bytes", () -> pages(0) * PAGE_BYTES).register(registry);
    Gauge.builder("process.resident.memory.bytes", () -> pages(1) * PAGE_BYTES).register(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      FunctionCounter.builder(
              "process.cpu.seconds", system, bean -> bean.getProcessCpuTime() / NANOS)
          .register(registry);
      Gauge.builder("process.open.fds", system::getOpenFileDescriptorCount).register(registry);
      Gauge.builder("process.max.fds", system::getMaxFileDescriptorCount).register(registry);
    }
  }

  /// A column of `/proc/self/statm`: the size of the whole, the resident part.
  private static double pages(int column) {
    try {
      return Double.parseDouble(Files.readString(STATM).split(" ")[column]);
    } catch (IOException e) {
      return Double.NaN; // No Linux: Prometheus shows that there is nothing to show.
    }
  }
}
