package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.AppArmorProfile;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.SeccompProfile;
import dev.coxswain.api.core.v1.SecurityContext;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for the rights of pods and containers.
final class SecurityContextValidation {
  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");
  private static final List<String> FS_GROUP_CHANGE = List.of("Always", "OnRootMismatch");
  private static final List<String> GROUPS_POLICIES = List.of("Merge", "Strict");
  private static final List<String> SE_LINUX_CHANGE = List.of("MountOption", "Recursive");
  private static final List<String> PROC_MOUNTS = List.of("Default", "Unmasked");
  private static final int MAX_PROFILE = 4095;

  private SecurityContextValidation() {}

  static void checkPod(PodSpec spec, FieldPath specPath, Problems problems) {
    var path = specPath.child("securityContext");
    var context = spec.getSecurityContext();
    if (context.hasFsGroup()) {
      id(context.getFsGroup(), path.child("fsGroup"), problems);
    }
    if (context.hasRunAsUser()) {
      id(context.getRunAsUser(), path.child("runAsUser"), problems);
    }
    if (context.hasRunAsGroup()) {
      id(context.getRunAsGroup(), path.child("runAsGroup"), problems);
    }
    for (int i = 0; i < context.getSupplementalGroupsCount(); i++) {
      id(context.getSupplementalGroups(i), path.child("supplementalGroups").index(i), problems);
    }
    if (spec.getShareProcessNamespace() && spec.getHostPID()) {
      problems.invalid(
          specPath.child("shareProcessNamespace"),
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
    SysctlValidation.check(spec, path.child("sysctls"), problems);
    if (context.hasFsGroupChangePolicy()) {
      problems.oneOf(
          path.child("fsGroupChangePolicy"), context.getFsGroupChangePolicy(), FS_GROUP_CHANGE);
    }
    if (context.hasSeccompProfile()) {
      seccomp(context.getSeccompProfile(), path.child("seccompProfile"), problems);
    }
    WindowsValidation.check(context.getWindowsOptions(), path.child("windowsOptions"), problems);
    if (context.hasAppArmorProfile()) {
      appArmor(context.getAppArmorProfile(), path.child("appArmorProfile"), problems);
    }
    if (context.hasSupplementalGroupsPolicy()) {
      problems.oneOf(
          path.child("supplementalGroupsPolicy"),
          context.getSupplementalGroupsPolicy(),
          GROUPS_POLICIES);
    }
    if (context.hasSeLinuxChangePolicy()) {
      problems.oneOf(
          path.child("seLinuxChangePolicy"), context.getSeLinuxChangePolicy(), SE_LINUX_CHANGE);
    }
  }

  /// @param ownUsers whether the pod has users of its own
  static void checkContainer(
      Container container, boolean ownUsers, FieldPath path, Problems problems) {
    if (!container.hasSecurityContext()) {
      return;
    }
    var context = container.getSecurityContext();
    if (context.hasRunAsUser()) {
      id(context.getRunAsUser(), path.child("runAsUser"), problems);
    }
    if (context.hasRunAsGroup()) {
      id(context.getRunAsGroup(), path.child("runAsGroup"), problems);
    }
    if (context.hasProcMount()) {
      problems.oneOf(path.child("procMount"), context.getProcMount(), PROC_MOUNTS);
      if (!ownUsers && context.getProcMount().equals("Unmasked")) {
        problems.invalid(
            path.child("procMount"),
            context.getProcMount(),
            "`hostUsers` must be false to use `Unmasked`");
      }
    }
    if (context.hasSeccompProfile()) {
      seccomp(context.getSeccompProfile(), path.child("seccompProfile"), problems);
    }
    checkEscalation(context, path, problems);
    WindowsValidation.check(context.getWindowsOptions(), path.child("windowsOptions"), problems);
    if (context.hasAppArmorProfile()) {
      appArmor(context.getAppArmorProfile(), path.child("appArmorProfile"), problems);
    }
  }

  private static void checkEscalation(SecurityContext context, FieldPath path, Problems problems) {
    if (!context.hasAllowPrivilegeEscalation() || context.getAllowPrivilegeEscalation()) {
      return;
    }
    if (context.getPrivileged()) {
      problems.invalid(
          path,
          GoStruct.of(context).tree(),
          "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
    context.getCapabilities().getAddList().stream()
        .filter("CAP_SYS_ADMIN"::equals)
        .forEach(_ ->
            problems.invalid(
                path,
                GoStruct.of(context).tree(),
                "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add`"
                    + " CAP_SYS_ADMIN"));
  }

  private static void seccomp(SeccompProfile profile, FieldPath path, Problems problems) {
    var type = profile.getType();
    if (type.isEmpty()) {
      problems.required(path.child("type"), "type is required when seccompProfile is set");
    } else {
      problems.oneOf(path.child("type"), type, PROFILES);
    }
    var at = path.child("localhostProfile");
    if (!type.equals("Localhost")) {
      if (profile.hasLocalhostProfile()) {
        problems.invalid(
            at, GoStruct.of(profile).tree(), "can only be set when seccomp type is Localhost");
      }
    } else if (!profile.hasLocalhostProfile()) {
      problems.required(at, "must be set when seccomp type is Localhost");
    } else {
      Paths.checkLocalDescending(profile.getLocalhostProfile(), at, problems);
    }
  }

  static void appArmor(AppArmorProfile profile, FieldPath path, Problems problems) {
    var at = path.child("localhostProfile");
    switch (profile.getType()) {
      case "" ->
          problems.required(path.child("type"), "type is required when appArmorProfile is set");
      case "Localhost" -> checkLocalProfile(profile, at, problems);
      case "RuntimeDefault", "Unconfined" -> {
        if (profile.hasLocalhostProfile()) {
          problems.invalid(
              at, profile.getLocalhostProfile(), "can only be set when AppArmor type is Localhost");
        }
      }
      default -> problems.notSupported(path.child("type"), profile.getType(), PROFILES);
    }
  }

  private static void checkLocalProfile(
      AppArmorProfile profile, FieldPath path, Problems problems) {
    var name = profile.getLocalhostProfile();
    if (profile.hasLocalhostProfile() && !name.equals(name.strip())) {
      problems.invalid(path, name, "must not be padded with whitespace");
    } else if (name.isEmpty()) {
      problems.required(path, "must be set when AppArmor type is Localhost");
    }
    if (name.length() > MAX_PROFILE) {
      problems.tooLong(path, MAX_PROFILE);
    }
  }

  private static void id(long id, FieldPath path, Problems problems) {
    problems.invalid(path, id, Numbers.isValidId(id));
  }
}
