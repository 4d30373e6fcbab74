package dev.coxswain.apiserver.registry.print;

import java.util.Locale;

/// Names of kinds as tables print them.
public final class Plurals {
  private Plurals() {}

  /// `deployment.apps`, `pod`.
  public static String qualifiedKind(String kind, String group) {
    var lower = kind.toLowerCase(Locale.ROOT);
    return group.isEmpty() ? lower : lower + "." + group;
  }
}
