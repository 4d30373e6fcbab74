package dev.coxswain.controllermanager.namespace;

import dev.coxswain.api.core.v1.NamespaceCondition;
import dev.coxswain.api.core.v1.NamespaceStatus;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/// What the status of a namespace says of its deletion, in upstream's words. Pure.
final class NamespaceConditions {
  private NamespaceConditions() {}

  /// What one pass over the contents found.
  ///
  /// @param remaining how many objects are left, by `resource.group`
  /// @param finalizers how many objects each finalizer holds back
  /// @param failures messages of resources that could not be emptied
  record Findings(
      NavigableMap<String, Integer> remaining,
      NavigableMap<String, Integer> finalizers,
      List<String> failures) {
    boolean isEmpty() {
      return remaining.isEmpty() && failures.isEmpty();
    }
  }

  static NamespaceStatus status(NamespaceStatus before, Findings findings, Instant now) {
    var conditions = new ArrayList<>(before.getConditionsList());
    for (var condition : conditions(findings)) {
      put(conditions, condition, now);
    }
    return before.toBuilder()
        .setPhase("Terminating")
        .clearConditions()
        .addAllConditions(conditions)
        .build();
  }

  private static void put(
      List<NamespaceCondition> conditions, NamespaceCondition next, Instant now) {
    for (int i = 0; i < conditions.size(); i++) {
      var current = conditions.get(i);
      if (current.getType().equals(next.getType())) {
        boolean same = current.getStatus().equals(next.getStatus());
        conditions.set(
            i,
            next.toBuilder()
                .setLastTransitionTime(same ? current.getLastTransitionTime() : Times.of(now))
                .build());
        return;
      }
    }
    conditions.add(next.toBuilder().setLastTransitionTime(Times.of(now)).build());
  }

  private static List<NamespaceCondition> conditions(Findings findings) {
    return List.of(
        condition(
            "NamespaceDeletionDiscoveryFailure",
            false,
            "ResourcesDiscovered",
            "All resources successfully discovered"),
        condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            false,
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"),
        contentFailure(findings.failures()),
        remaining(findings.remaining()),
        finalizers(findings.finalizers()));
  }

  private static NamespaceCondition contentFailure(List<String> failures) {
    return failures.isEmpty()
        ? condition(
            "NamespaceDeletionContentFailure",
            false,
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization")
        : condition(
            "NamespaceDeletionContentFailure",
            true,
            "ContentDeletionFailed",
            "Failed to delete all resource types, %d remaining: %s"
                .formatted(failures.size(), String.join(", ", failures)));
  }

  private static NamespaceCondition remaining(NavigableMap<String, Integer> remaining) {
    return remaining.isEmpty()
        ? condition(
            "NamespaceContentRemaining",
            false,
            "ContentRemoved",
            "All content successfully removed")
        : condition(
            "NamespaceContentRemaining",
            true,
            "SomeResourcesRemain",
            "Some resources are remaining: "
                + remaining.entrySet().stream()
                    .map(e -> e.getKey() + " has " + e.getValue() + " resource instances")
                    .collect(Collectors.joining(", ")));
  }

  private static NamespaceCondition finalizers(NavigableMap<String, Integer> finalizers) {
    return finalizers.isEmpty()
        ? condition(
            "NamespaceFinalizersRemaining",
            false,
            "ContentHasNoFinalizers",
            "All content-preserving finalizers finished")
        : condition(
            "NamespaceFinalizersRemaining",
            true,
            "SomeFinalizersRemain",
            "Some content in the namespace has finalizers remaining: "
                + finalizers.entrySet().stream()
                    .map(e -> e.getKey() + " in " + e.getValue() + " resource instances")
                    .collect(Collectors.joining(", ")));
  }

  private static NamespaceCondition condition(
      String type, boolean status, String reason, String message) {
    return NamespaceCondition.newBuilder()
        .setType(type)
        .setStatus(status ? "True" : "False")
        .setReason(reason)
        .setMessage(message)
        .build();
  }
}
