package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which pods leave a node that is drained, and what stands in the way. Pure.
///
/// @param leaving the pods to evict
/// @param obstacles why the node cannot be drained; empty when it can
/// @param warnings pods that are ignored, or that nobody will bring back
record DrainPlan(List<JsonNode> leaving, List<String> obstacles, List<String> warnings) {
  private static final String MIRROR = "kubernetes.io/config.mirror";

  /// What the user allows.
  record Permissions(boolean force, boolean ignoreDaemonSets, boolean deleteEmptyDir) {}

  static DrainPlan of(List<JsonNode> pods, Permissions permissions) {
    List<JsonNode> leaving = new ArrayList<>();
    Map<String, List<String>> stuck = new TreeMap<>();
    Map<String, List<String>> warned = new TreeMap<>();
    for (JsonNode pod : pods) {
      if (pod.path("metadata").path("annotations").has(MIRROR)) {
        continue;
      }
      String owner = controller(pod);
      if (owner.equals("DaemonSet")) {
        if (permissions.ignoreDaemonSets()) {
          note(warned, "ignoring DaemonSet-managed Pods", pod);
        } else {
          note(
              stuck,
              "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)",
              pod);
        }
        continue;
      }
      boolean over = isOver(pod);
      if (!over && usesEmptyDir(pod)) {
        if (permissions.deleteEmptyDir()) {
          leaving.add(pod);
          continue;
        }
        note(
            stuck,
            "cannot delete Pods with local storage (use --delete-emptydir-data to override)",
            pod);
      } else if (!over && owner.isEmpty()) {
        if (!permissions.force()) {
          note(
              stuck,
              "cannot delete Pods that declare no controller (use --force to override)",
              pod);
          continue;
        }
        note(warned, "deleting Pods that declare no controller", pod);
        leaving.add(pod);
      } else {
        leaving.add(pod);
      }
    }
    return new DrainPlan(leaving, lines(stuck), lines(warned));
  }

  private static void note(Map<String, List<String>> notes, String what, JsonNode pod) {
    notes.computeIfAbsent(what, _ -> new ArrayList<>()).add(called(pod));
  }

  private static List<String> lines(Map<String, List<String>> notes) {
    return notes.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
        .toList();
  }

  /// `namespace/name`
  static String called(JsonNode pod) {
    var metadata = pod.path("metadata");
    return metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
  }

  private static String controller(JsonNode pod) {
    for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner.path("kind").asText();
      }
    }
    return "";
  }

  private static boolean isOver(JsonNode pod) {
    return List.of("Succeeded", "Failed").contains(pod.path("status").path("phase").asText());
  }

  private static boolean usesEmptyDir(JsonNode pod) {
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      if (volume.has("emptyDir")) {
        return true;
      }
    }
    return false;
  }
}
