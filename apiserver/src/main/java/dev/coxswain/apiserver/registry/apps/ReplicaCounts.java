package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.apiserver.registry.validation.Problems;

/// The rule that no part of the replicas is more than the whole.
final class ReplicaCounts {
  private ReplicaCounts() {}

  static void checkAtMost(String field, int count, int replicas, Problems problems) {
    if (count > replicas) {
      problems.invalid(
          Problems.STATUS.child(field), count, "cannot be greater than status.replicas");
    }
  }
}
