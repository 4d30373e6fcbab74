package dev.coxswain.scheduler.queue;

import dev.coxswain.scheduler.framework.ClusterEvent;

/// Told of every pod that comes into a part of the queue, and why.
@FunctionalInterface
public interface Incoming {
  /// What no event of the cluster is the reason for, in upstream's words.
  String POD_ADDED = "UnschedulablePodAdd";

  String POD_CHANGED = "UnschedulablePodUpdate";
  String ATTEMPT_FAILED = "ScheduleAttemptFailure";
  String PAUSE_OVER = "BackoffComplete";
  String PARKED_TOO_LONG = "UnschedulableTimeout";

  /// A pod came.
  ///
  /// @param part `active`, `backoff` or `unschedulable`
  void came(String part, String event);

  /// The event in upstream's words.
  static String event(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeAdded _ -> "NodeAdd";
      case ClusterEvent.NodeChanged _ -> "NodeUpdate";
      case ClusterEvent.NodeRemoved _ -> "NodeDelete";
      case ClusterEvent.PodRemoved _ -> "AssignedPodDelete";
      case ClusterEvent.PodPlaced _ -> "AssignedPodAdd";
      case ClusterEvent.PodChanged _ -> "AssignedPodUpdate";
      case ClusterEvent.StorageChanged(var object) ->
          object.getDescriptorForType().getName() + "Update";
    };
  }
}
