package dev.coxswain.apimachinery.openapi;

import dev.coxswain.apimachinery.scheme.GroupVersion;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How operations and their tags spell groups and versions.
final class Names {
  private Names() {}

  /// `Core`, `Apps` or `RbacAuthorization`, as ids of operations have it.
  static String title(String group) {
    var parts = group.isEmpty() ? "core" : group.replaceFirst("\\.k8s\\.io$", "");
    return Stream.of(parts.split("\\.")).map(Names::capitalized).collect(Collectors.joining());
  }

  /// `CoreV1`.
  static String title(GroupVersion gv) {
    return title(gv.group()) + capitalized(gv.version());
  }

  /// `rbacAuthorization`.
  static String tag(String group) {
    return uncapitalized(title(group));
  }

  /// `core_v1`.
  static String tag(GroupVersion gv) {
    return tag(gv.group()) + "_" + gv.version();
  }

  static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static String uncapitalized(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
