package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.scheduler.snapshot.Resources;
import java.util.List;

/// A resource that counts when nodes are scored, and how much.
///
/// @param kind follows from the name; it is looked at for each node and pod
public record ResourceWeight(String name, long weight, Kind kind) {
  /// CPU and memory, alike.
  public static final List<ResourceWeight> CPU_AND_MEMORY =
      List.of(new ResourceWeight("cpu", 1), new ResourceWeight("memory", 1));

  /// Resources that all pods and nodes have, and others.
  public enum Kind {
    CPU,
    MEMORY,
    EPHEMERAL_STORAGE,
    OTHER;

    static Kind of(String name) {
      return switch (name) {
        case "cpu" -> CPU;
        case "memory" -> MEMORY;
        case "ephemeral-storage" -> EPHEMERAL_STORAGE;
        default -> OTHER;
      };
    }
  }

  public ResourceWeight(String name, long weight) {
    this(name, weight, Kind.of(name));
  }

  boolean isStandard() {
    return kind != Kind.OTHER;
  }

  /// CPU in thousandths, everything else in its own unit.
  long of(Resources resources) {
    return switch (kind) {
      case CPU -> resources.cpuMillis();
      case MEMORY -> resources.memoryBytes();
      case EPHEMERAL_STORAGE -> resources.ephemeralBytes();
      case OTHER -> resources.other(name);
    };
  }
}
