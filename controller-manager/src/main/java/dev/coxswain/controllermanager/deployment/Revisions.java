package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The annotations by which a deployment's replica sets are numbered and measured. Pure.
final class Revisions {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAX = "deployment.kubernetes.io/max-replicas";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final int HISTORY_LIMIT = 2000;
  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          DESIRED,
          MAX,
          "deprecated.deployment.rollback.to");

  private Revisions() {}

  static long of(ReplicaSet set) {
    return number(set.getMetadata().getAnnotationsOrDefault(REVISION, ""));
  }

  /// The number after the highest among these.
  static long next(List<ReplicaSet> old) {
    return old.stream().mapToLong(Revisions::of).max().orElse(0) + 1;
  }

  /// The newest set's annotations: the deployment's own, and its number; an earlier number is kept
  /// in its history.
  static ReplicaSet annotate(ReplicaSet set, Deployment deployment, long revision) {
    var annotations = new TreeMap<>(set.getMetadata().getAnnotationsMap());
    deployment
        .getMetadata()
        .getAnnotationsMap()
        .forEach((key, value) -> {
          if (!NOT_COPIED.contains(key)) {
            annotations.put(key, value);
          }
        });
    var before = annotations.getOrDefault(REVISION, "");
    if (number(before) < revision) {
      annotations.put(REVISION, Long.toString(revision));
      if (!before.isEmpty()) {
        annotations.put(HISTORY, history(annotations.getOrDefault(HISTORY, ""), before));
      }
    }
    return with(set, annotations);
  }

  /// Records for how many replicas of the deployment the set was measured last.
  static ReplicaSet measured(ReplicaSet set, int desired, int max) {
    var annotations = new TreeMap<>(set.getMetadata().getAnnotationsMap());
    annotations.put(DESIRED, Integer.toString(desired));
    annotations.put(MAX, Integer.toString(max));
    return with(set, annotations);
  }

  /// A number in an annotation; 0 if there is none.
  static long number(ReplicaSet set, String annotation) {
    return number(set.getMetadata().getAnnotationsOrDefault(annotation, ""));
  }

  private static ReplicaSet with(ReplicaSet set, Map<String, String> annotations) {
    return set.toBuilder()
        .setMetadata(
            set.getMetadata().toBuilder().clearAnnotations().putAllAnnotations(annotations))
        .build();
  }

  private static String history(String before, String revision) {
    var all = before.isEmpty() ? revision : before + "," + revision;
    while (all.length() > HISTORY_LIMIT) {
      all = all.substring(all.indexOf(',') + 1);
    }
    return all;
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0; // Users may write what they like into annotations.
    }
  }
}
