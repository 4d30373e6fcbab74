package dev.coxswain.scheduler.framework;

/// Says which of two waiting pods is next. A profile has exactly one.
public interface QueueSortPlugin extends Plugin {
  /// Orders pods: the smaller one is next.
  int compare(QueuedPod a, QueuedPod b);
}
