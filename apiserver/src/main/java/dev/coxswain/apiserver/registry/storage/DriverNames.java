package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Locale;

/// The rules for names of storage drivers and of those who make volumes.
public final class DriverNames {
  private static final int MAX = 63;

  private DriverNames() {}

  public static void check(String name, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
      return;
    }
    if (name.length() > MAX) {
      problems.tooLong(path, MAX);
    }
    problems.invalid(path, name, Names.isDns1123Subdomain(name.toLowerCase(Locale.ROOT)));
  }

  static void checkProvisioner(String name, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, name, Names.isQualifiedName(name.toLowerCase(Locale.ROOT)));
    }
  }
}
