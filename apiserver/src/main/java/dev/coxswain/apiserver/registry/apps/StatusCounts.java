package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for the numbers in the status of a workload.
public record StatusCounts(Problems problems) {

  public StatusCounts nonNegative(String field, long count) {
    problems.nonNegative(Problems.STATUS.child(field), count);
    return this;
  }

  /// No part of the replicas is more than the whole.
  public StatusCounts atMost(String field, int count, int replicas) {
    return atMost(field, count, replicas, "status.replicas");
  }

  /// @param whole what the other number is called in the message
  public StatusCounts atMost(String field, int count, int limit, String whole) {
    if (count > limit) {
      problems.invalid(Problems.STATUS.child(field), count, "cannot be greater than " + whole);
    }
    return this;
  }

  /// The number of name collisions never falls.
  public StatusCounts collisions(int now, int before) {
    if (now < before) {
      problems.invalid(Problems.STATUS.child("collisionCount"), now, "cannot be decremented");
    }
    return this;
  }
}
