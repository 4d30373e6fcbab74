package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a namespace wants of its pods: below `enforce` they are refused, below `audit` noted in the
/// audit log, below `warn` their author is told.
record Policy(Standard enforce, Standard audit, Standard warn) {
  static final Policy PRIVILEGED =
      new Policy(Standard.PRIVILEGED, Standard.PRIVILEGED, Standard.PRIVILEGED);

  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final List<String> MODES = List.of("enforce", "audit", "warn");

  /// A level as of a version: `restricted:latest`.
  record Standard(Level level, Version version) {
    static final Standard PRIVILEGED = new Standard(Level.PRIVILEGED, Version.LATEST);

    @Override
    public String toString() {
      return level + ":" + version;
    }
  }

  /// What the labels of a namespace ask for, where they ask for something that exists. Who enforces
  /// more than would be warned of is warned of as much.
  static Policy of(Map<String, String> labels, Policy defaults) {
    var enforce = standard("enforce", labels, defaults.enforce);
    var audit = standard("audit", labels, defaults.audit);
    var warn = standard("warn", labels, defaults.warn);
    boolean enforced = Level.parse(labels.getOrDefault(PREFIX + "enforce", "")).isPresent();
    boolean silent = !labels.containsKey(PREFIX + "warn");
    if (enforced && silent && enforce.level.compareTo(warn.level) > 0) {
      var version = labels.containsKey(PREFIX + "warn-version") ? warn.version : enforce.version;
      warn = new Standard(enforce.level, version);
    }
    return new Policy(enforce, audit, warn);
  }

  private static Standard standard(String mode, Map<String, String> labels, Standard defaults) {
    var level = labels.get(PREFIX + mode);
    var version = labels.get(PREFIX + mode + "-version");
    return new Standard(
        level == null ? defaults.level : Level.parse(level).orElse(fallback(mode)),
        version == null ? defaults.version : Version.parse(version).orElse(Version.LATEST));
  }

  /// A level that does not exist closes the door, but makes no noise.
  private static Level fallback(String mode) {
    return mode.equals("enforce") ? Level.RESTRICTED : Level.PRIVILEGED;
  }

  /// What is wrong with the labels of a namespace.
  static List<FieldError> errors(Map<String, String> labels) {
    var errors = new ArrayList<FieldError>();
    var path = FieldPath.of("metadata", "labels");
    for (var mode : MODES) {
      var level = PREFIX + mode;
      if (labels.containsKey(level) && Level.parse(labels.get(level)).isEmpty()) {
        errors.add(
            FieldError.invalid(
                path.key(level),
                labels.get(level),
                "must be one of "
                    + Stream.of(Level.values())
                        .map(Level::toString)
                        .collect(Collectors.joining(", "))));
      }
      var version = level + "-version";
      if (labels.containsKey(version) && Version.parse(labels.get(version)).isEmpty()) {
        errors.add(
            FieldError.invalid(
                path.key(version), labels.get(version), "must be \"latest\" or \"v1.x\""));
      }
    }
    return errors;
  }

  boolean isPrivileged() {
    return Stream.of(enforce, audit, warn).allMatch(s -> s.level == Level.PRIVILEGED);
  }

  /// What it asks for beyond nothing: `enforce=baseline:latest, warn=restricted:latest`.
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    add("enforce", enforce, parts);
    add("audit", audit, parts);
    add("warn", warn, parts);
    return String.join(", ", parts);
  }

  private static void add(String mode, Standard standard, List<String> parts) {
    if (standard.level != Level.PRIVILEGED) {
      parts.add(mode + "=" + standard);
    }
  }
}
