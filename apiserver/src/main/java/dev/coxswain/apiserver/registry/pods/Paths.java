package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for paths in volumes and file systems.
public final class Paths {
  private Paths() {}

  /// Relative, and never above where it starts.
  public static void checkLocalDescending(String path, FieldPath at, Problems problems) {
    if (path.startsWith("/")) {
      problems.invalid(at, path, "must be a relative path");
    }
    checkNoBacksteps(path, at, problems);
  }

  /// Like [#checkLocalDescending], and no name that the atomic writer uses itself.
  public static void checkLocalNonReserved(String path, FieldPath at, Problems problems) {
    checkLocalDescending(path, at, problems);
    if (path.startsWith("..") && !path.startsWith("../")) {
      problems.invalid(at, path, "must not start with '..'");
    }
  }

  public static void checkNoBacksteps(String path, FieldPath at, Problems problems) {
    if (List.of(path.split("/", -1)).contains("..")) {
      problems.invalid(at, path, "must not contain '..'");
    }
  }
}
