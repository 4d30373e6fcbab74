package dev.coxswain.scheduler.snapshot;

import java.util.List;

/// All nodes at one moment, by name.
public record Snapshot(List<NodeView> nodes) {
  public Snapshot {
    nodes = List.copyOf(nodes);
  }
}
