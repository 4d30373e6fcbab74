package dev.coxswain.controllermanager;

import dev.coxswain.controllermanager.process.UpstreamNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The names for `--controllers`: ours, which are upstream's short ones, and upstream's long ones.
/// Pure.
final class ControllerNames {
  private static final String SUFFIX = "-controller";

  // Short names of upstream's that are not ours.
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("csrsigning", "certificatesigningrequest-signing"),
          Map.entry("csrapproving", "certificatesigningrequest-approving"),
          Map.entry("csrcleaner", "certificatesigningrequest-cleaner"),
          Map.entry("pvc-protection", "persistentvolumeclaim-protection"),
          Map.entry("pv-protection", "persistentvolume-protection"),
          Map.entry("vac-protection", "volumeattributesclass-protection"),
          Map.entry("root-ca-cert-publisher", "root-ca-certificate-publisher"),
          Map.entry("clusterrole-aggregation", "clusterrole-aggregation-controller"),
          Map.entry("taint-eviction", "taint-eviction-controller"));

  private ControllerNames() {}

  /// The selection in our own names.
  ///
  /// @param known ours
  /// @throws IllegalArgumentException if one of them is nobody's
  static List<String> resolve(List<String> selection, Collection<String> known) {
    var resolved = new ArrayList<String>();
    for (var item : selection) {
      boolean without = item.startsWith("-");
      var name = ours(without ? item.substring(1) : item, known);
      if (!name.equals("*") && !known.contains(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is not in the list of known controllers".formatted(item));
      }
      resolved.add(without ? "-" + name : name);
    }
    return List.copyOf(resolved);
  }

  private static String ours(String name, Collection<String> known) {
    if (known.contains(name)) {
      return name;
    }
    var shorter = UpstreamNames.ours(name).orElseGet(() -> SHORT.getOrDefault(name, name));
    return known.contains(shorter) || !shorter.endsWith(SUFFIX)
        ? shorter
        : shorter.substring(0, shorter.length() - SUFFIX.length());
  }
}
