package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.apimachinery.validation.Names;
import java.util.List;

/// How objects of a kind may be named.
public enum NameRule {
  SUBDOMAIN,
  LABEL,
  PATH_SEGMENT,
  /// The kind's own check looks at the name.
  ANY;

  public List<String> complaints(String name) {
    return switch (this) {
      case SUBDOMAIN -> Names.isDns1123Subdomain(name);
      case LABEL -> Names.isDns1123Label(name);
      case PATH_SEGMENT -> Names.isPathSegmentName(name);
      case ANY -> List.of();
    };
  }

  /// Like [#complaints] for the part of a generated name that the client chose.
  public List<String> prefixComplaints(String prefix) {
    return switch (this) {
      case PATH_SEGMENT -> Names.isPathSegmentPrefix(prefix);
      default -> complaints(maskTrailingDash(prefix));
    };
  }

  private static String maskTrailingDash(String prefix) {
    return prefix.length() > 1 && prefix.endsWith("-")
        ? prefix.substring(0, prefix.length() - 2) + "a"
        : prefix;
  }
}
