package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.AppArmorProfile;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSecurityContext;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.SeccompProfile;
import dev.coxswain.api.core.v1.SecurityContext;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for the rights of pods and containers.
final class SecurityContextValidation {
  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");
  private static final List<String> FS_GROUP_CHANGE = List.of("Always", "OnRootMismatch");
  private static final List<String> GROUPS_POLICIES = List.of("Merge", "Strict");
  private static final List<String> PROC_MOUNTS = List.of("Default", "Unmasked");
  private static final String SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String SYSCTL = "(" + SYSCTL_SEGMENT + "[\\./])*" + SYSCTL_SEGMENT;
  private static final Pattern SYSCTL_PATTERN = Pattern.compile(SYSCTL);

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
    checkSysctls(context, path.child("sysctls"), problems);
    if (context.hasFsGroupChangePolicy()) {
      problems.oneOf(
          path.child("fsGroupChangePolicy"), context.getFsGroupChangePolicy(), FS_GROUP_CHANGE);
    }
    if (context.hasSeccompProfile()) {
      seccomp(context.getSeccompProfile(), path.child("seccompProfile"), problems);
    }
    if (context.hasAppArmorProfile()) {
      appArmor(context.getAppArmorProfile(), path.child("appArmorProfile"), problems);
    }
    if (context.hasSupplementalGroupsPolicy()) {
      problems.oneOf(
          path.child("supplementalGroupsPolicy"),
          context.getSupplementalGroupsPolicy(),
          GROUPS_POLICIES);
    }
  }

  static void checkContainer(Container container, FieldPath path, Problems problems) {
    if (!container.hasSecurityContext()) {
      return;
    }
    var context = container.getSecurityContext();
    if (context.hasRunAsUser() && context.getRunAsUser() < 0) {
      problems.invalid(
          path.child("runAsUser"),
          context.getRunAsUser(),
          Numbers.isValidId(context.getRunAsUser()));
    }
    if (context.hasRunAsGroup() && context.getRunAsGroup() < 0) {
      problems.invalid(
          path.child("runAsGroup"),
          context.getRunAsGroup(),
          Numbers.isValidId(context.getRunAsGroup()));
    }
    if (context.hasProcMount()) {
      problems.oneOf(path.child("procMount"), context.getProcMount(), PROC_MOUNTS);
    }
    if (context.hasSeccompProfile()) {
      seccomp(context.getSeccompProfile(), path.child("seccompProfile"), problems);
    }
    checkEscalation(context, path, problems);
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
    if (context.getCapabilities().getAddList().contains("CAP_SYS_ADMIN")) {
      problems.invalid(
          path,
          GoStruct.of(context).tree(),
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
  }

  private static void checkSysctls(PodSecurityContext context, FieldPath path, Problems problems) {
    var names = new HashSet<String>();
    for (int i = 0; i < context.getSysctlsCount(); i++) {
      var name = context.getSysctls(i).getName();
      var at = path.index(i).child("name");
      if (name.isEmpty()) {
        problems.required(at);
      } else if (name.length() > 253 || !SYSCTL_PATTERN.matcher(name).matches()) {
        problems.invalid(
            at, name, "must have at most 253 characters and match regex ^" + SYSCTL + "$");
      } else if (!names.add(name)) {
        problems.duplicate(at, name);
      }
    }
  }

  private static void seccomp(SeccompProfile profile, FieldPath path, Problems problems) {
    checkProfile(
        profile.getType(),
        profile.hasLocalhostProfile(),
        profile.getLocalhostProfile(),
        "seccomp",
        path,
        problems);
  }

  private static void appArmor(AppArmorProfile profile, FieldPath path, Problems problems) {
    checkProfile(
        profile.getType(),
        profile.hasLocalhostProfile(),
        profile.getLocalhostProfile(),
        "apparmor",
        path,
        problems);
  }

  private static void checkProfile(
      String type, boolean hasFile, String file, String what, FieldPath path, Problems problems) {
    var at = path.child("localhostProfile");
    if (type.isEmpty()) {
      problems.required(path.child("type"), "type is required when " + what + "Profile is set");
      return;
    }
    problems.oneOf(path.child("type"), type, PROFILES);
    if (type.equals("Localhost")) {
      if (!hasFile || file.isEmpty()) {
        problems.required(at, "must be set when " + what + " type is Localhost");
      } else {
        Paths.checkLocalDescending(file, at, problems);
      }
    } else if (hasFile) {
      problems.invalid(at, file, "can only be set when " + what + " type is Localhost");
    }
  }

  private static void id(long id, FieldPath path, Problems problems) {
    problems.invalid(path, id, Numbers.isValidId(id));
  }
}
