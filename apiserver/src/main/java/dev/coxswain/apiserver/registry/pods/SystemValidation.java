package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.SecurityContext;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.function.BiConsumer;

/// The rules that depend on the operating system of a pod: what does not exist there cannot be set.
final class SystemValidation {
  private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
  private static final String NOT_ON_LINUX = "windows options cannot be set for a linux pod";
  private static final List<String> POD_CONTEXT = List.of("appArmorProfile", "seLinuxOptions");
  private static final List<String> POD_CONTEXT_REST =
      List.of(
          "runAsUser",
          "runAsGroup",
          "supplementalGroups",
          "supplementalGroupsPolicy",
          "seLinuxChangePolicy");
  private static final List<String> CONTAINER_CONTEXT =
      List.of(
          "appArmorProfile",
          "seLinuxOptions",
          "seccompProfile",
          "capabilities",
          "readOnlyRootFilesystem",
          "privileged",
          "allowPrivilegeEscalation",
          "procMount",
          "runAsUser",
          "runAsGroup");

  private final PodSpec spec;
  private final FieldPath path;
  private final Problems problems;

  private SystemValidation(PodSpec spec, FieldPath path, Problems problems) {
    this.spec = spec;
    this.path = path;
    this.problems = problems;
  }

  static void check(PodSpec spec, FieldPath path, Problems problems) {
    var validation = new SystemValidation(spec, path, problems);
    switch (spec.getOs().getName()) {
      case "linux" -> validation.checkLinux();
      case "windows" -> validation.checkWindows();
      default -> {
        // Refused already, or left open.
      }
    }
  }

  private void checkLinux() {
    if (spec.getSecurityContext().hasWindowsOptions()) {
      problems.forbidden(path.child("securityContext", "windowsOptions"), NOT_ON_LINUX);
    }
    eachContainer((context, at) -> {
      if (context.hasWindowsOptions()) {
        problems.forbidden(at.child("windowsOptions"), NOT_ON_LINUX);
      }
    });
  }

  private void checkWindows() {
    var context = spec.getSecurityContext();
    var at = path.child("securityContext");
    refuse(context, POD_CONTEXT, at);
    refuse(spec.hasHostUsers(), path.child("hostUsers"));
    refuse(spec.getHostPID(), path.child("hostPID"));
    refuse(spec.getHostIPC(), path.child("hostIPC"));
    refuse(context, List.of("seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls"), at);
    refuse(spec.hasShareProcessNamespace(), path.child("shareProcessNamespace"));
    refuse(context, POD_CONTEXT_REST, at);
    refuse(spec.hasResources(), path.child("resources"));
    eachContainer((own, here) -> refuse(own, CONTAINER_CONTEXT, here));
  }

  private void refuse(Message context, List<String> fields, FieldPath at) {
    for (var name : fields) {
      var field = context.getDescriptorForType().findFieldByName(name);
      boolean set =
          field.isRepeated() ? context.getRepeatedFieldCount(field) > 0 : context.hasField(field);
      refuse(set, at.child(name));
    }
  }

  private void refuse(boolean set, FieldPath at) {
    if (set) {
      problems.forbidden(at, NOT_ON_WINDOWS);
    }
  }

  private void eachContainer(BiConsumer<SecurityContext, FieldPath> visit) {
    PodContainers.each(
        spec,
        path,
        (container, at) ->
            visit.accept(container.getSecurityContext(), at.child("securityContext")));
  }
}
