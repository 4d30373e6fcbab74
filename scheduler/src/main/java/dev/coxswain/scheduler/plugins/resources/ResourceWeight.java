package dev.coxswain.scheduler.plugins.resources;

import java.util.List;

/// A resource that counts when nodes are scored, and how much.
public record ResourceWeight(String name, long weight) {
  /// CPU and memory, alike.
  public static final List<ResourceWeight> CPU_AND_MEMORY =
      List.of(new ResourceWeight("cpu", 1), new ResourceWeight("memory", 1));

  boolean isStandard() {
    return switch (name) {
      case "cpu", "memory", "ephemeral-storage" -> true;
      default -> false;
    };
  }
}
