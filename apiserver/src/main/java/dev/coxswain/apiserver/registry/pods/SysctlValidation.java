package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for parameters of the kernel: only those of a namespace that is the pod's own.
final class SysctlValidation {
  private static final String SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String NAME = "(" + SEGMENT + "[\\./])*" + SEGMENT;
  private static final Pattern PATTERN = Pattern.compile(NAME);
  private static final int MAX = 253;
  private static final List<String> IPC =
      List.of("kernel.sem", "kernel.shm", "kernel.msg", "fs.mqueue.");

  private SysctlValidation() {}

  static void check(PodSpec spec, FieldPath path, Problems problems) {
    var sysctls = spec.getSecurityContext().getSysctlsList();
    var names = new HashSet<String>();
    for (int i = 0; i < sysctls.size(); i++) {
      var name = sysctls.get(i).getName();
      var at = path.index(i).child("name");
      if (name.isEmpty()) {
        problems.required(at);
      } else if (name.length() > MAX || !PATTERN.matcher(name).matches()) {
        problems.invalid(
            at, name, "must have at most %d characters and match regex ^%s$".formatted(MAX, NAME));
      } else if (names.contains(name)) {
        problems.duplicate(at, name);
      }
      checkNamespace(name, spec, at, problems);
      names.add(name);
    }
  }

  private static void checkNamespace(String name, PodSpec spec, FieldPath path, Problems problems) {
    var dotted = dotted(name);
    if (spec.getHostNetwork() && dotted.startsWith("net.")) {
      problems.invalid(path, name, "may not be specified when 'hostNetwork' is true");
    } else if (spec.getHostIPC() && IPC.stream().anyMatch(dotted::startsWith)) {
      problems.invalid(path, name, "may not be specified when 'hostIPC' is true");
    }
  }

  /// A name may have slashes for dots, and then dots for slashes.
  private static String dotted(String name) {
    int first = name.replace('/', '.').indexOf('.');
    if (first < 0 || name.charAt(first) == '.') {
      return name;
    }
    var swapped = new StringBuilder(name.length());
    name.chars()
        .map(c -> c == '/' ? '.' : c == '.' ? '/' : c)
        .forEach(c -> swapped.append((char) c));
    return swapped.toString();
  }
}
