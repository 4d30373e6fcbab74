package dev.coxswain.kubelet.env;

import dev.coxswain.api.core.v1.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The values that `fieldRef` can name.
///
/// @param podIps empty until the pod has a sandbox
public record PodFields(Pod pod, String nodeName, List<String> hostIps, List<String> podIps) {

  /// @throws ConfigError if there is no such field
  public String value(String path) throws ConfigError {
    var metadata = pod.getMetadata();
    return switch (path) {
      case "metadata.name" -> metadata.getName();
      case "metadata.namespace" -> metadata.getNamespace();
      case "metadata.uid" -> metadata.getUid();
      case "metadata.labels" -> lines(metadata.getLabelsMap());
      case "metadata.annotations" -> lines(metadata.getAnnotationsMap());
      case "spec.nodeName" -> nodeName;
      case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
      case "status.hostIP" -> first(hostIps);
      case "status.hostIPs" -> String.join(",", hostIps);
      case "status.podIP" -> first(podIps);
      case "status.podIPs" -> String.join(",", podIps);
      default -> subscripted(path);
    };
  }

  private String subscripted(String path) throws ConfigError {
    var metadata = pod.getMetadata();
    int open = path.indexOf("['");
    if (open > 0 && path.endsWith("']")) {
      var key = path.substring(open + 2, path.length() - 2);
      switch (path.substring(0, open)) {
        case "metadata.labels" -> {
          return metadata.getLabelsMap().getOrDefault(key, "");
        }
        case "metadata.annotations" -> {
          return metadata.getAnnotationsMap().getOrDefault(key, "");
        }
        default -> {}
      }
    }
    throw new ConfigError("unsupported fieldPath: " + path);
  }

  private static String first(List<String> list) {
    return list.isEmpty() ? "" : list.getFirst();
  }

  /// One `key="value"` a line, sorted.
  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + quoted(e.getValue()))
            .collect(Collectors.joining("\n"));
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
