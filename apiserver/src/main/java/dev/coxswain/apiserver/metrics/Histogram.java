package dev.coxswain.apiserver.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// Durations in buckets. Recording one costs two additions, which is why this is none of the
/// library's.
final class Histogram {
  private static final double NANOS = 1e9;

  private final double[] bounds;
  private final long[] nanoBounds;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  /// @param bounds in seconds, upper and inclusive, growing
  Histogram(double... bounds) {
    this.bounds = bounds.clone();
    this.nanoBounds = Arrays.stream(bounds).mapToLong(bound -> (long) (bound * NANOS)).toArray();
    this.counts = new LongAdder[bounds.length + 1];
    Arrays.setAll(counts, _ -> new LongAdder());
  }

  void record(long nanos) {
    int bucket = 0;
    while (bucket < nanoBounds.length && nanos > nanoBounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(nanos);
  }

  long count() {
    return Arrays.stream(counts).mapToLong(LongAdder::sum).sum();
  }

  HistogramDataPointSnapshot snapshot(Labels labels) {
    var buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counts.length; i++) {
      double bound = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, counts[i].sum());
    }
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(buckets.build())
        .sum(sum.sum() / NANOS)
        .build();
  }
}
