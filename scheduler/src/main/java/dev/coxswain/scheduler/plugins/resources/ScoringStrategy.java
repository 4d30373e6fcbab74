package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.scheduler.framework.ScorePlugin;
import java.util.List;

/// How good it is that a resource of a node is used up to some degree.
public sealed interface ScoringStrategy {
  /// The resources that count.
  List<ResourceWeight> resources();

  /// From 0 to [ScorePlugin#MAX].
  ///
  /// @param requested with the pod, in the resource's unit
  /// @param allocatable more than 0
  long score(long requested, long allocatable);

  /// The mean of the resources' scores.
  default long mean(long weightedSum, long weights) {
    return weights == 0 ? 0 : weightedSum / weights;
  }

  /// Whether a resource that scores nothing counts for the mean.
  default boolean countsZero() {
    return true;
  }

  /// The emptier the better.
  record LeastAllocated(List<ResourceWeight> resources) implements ScoringStrategy {
    @Override
    public long score(long requested, long allocatable) {
      return requested > allocatable
          ? 0
          : (allocatable - requested) * ScorePlugin.MAX / allocatable;
    }
  }

  /// The fuller the better.
  record MostAllocated(List<ResourceWeight> resources) implements ScoringStrategy {
    @Override
    public long score(long requested, long allocatable) {
      return Math.min(requested, allocatable) * ScorePlugin.MAX / allocatable;
    }
  }

  /// A corner of a broken line.
  ///
  /// @param utilization in per cent
  /// @param score from 0 to 10
  record Point(long utilization, long score) {}

  /// As good as a broken line says.
  ///
  /// @param shape its corners, by increasing utilization
  record RequestedToCapacityRatio(List<ResourceWeight> resources, List<Point> shape)
      implements ScoringStrategy {
    private static final long FACTOR = ScorePlugin.MAX / 10;

    public RequestedToCapacityRatio {
      shape = List.copyOf(shape);
    }

    @Override
    public long score(long requested, long allocatable) {
      return at(requested > allocatable ? 100 : requested * 100 / allocatable);
    }

    @Override
    public boolean countsZero() {
      return false;
    }

    @Override
    public long mean(long weightedSum, long weights) {
      return weights == 0 ? 0 : Math.round((double) weightedSum / weights);
    }

    private long at(long utilization) {
      var before = shape.getFirst();
      if (utilization <= before.utilization()) {
        return before.score() * FACTOR;
      }
      for (var point : shape) {
        if (utilization <= point.utilization()) {
          long rise = (point.score() - before.score()) * FACTOR;
          return before.score() * FACTOR
              + rise
                  * (utilization - before.utilization())
                  / (point.utilization() - before.utilization());
        }
        before = point;
      }
      return before.score() * FACTOR;
    }
  }
}
