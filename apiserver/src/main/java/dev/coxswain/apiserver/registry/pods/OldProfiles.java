package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.AppArmorProfile;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.SeccompProfile;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Map;
import java.util.Optional;

/// Profiles of seccomp and AppArmor in annotations, where they were before there were fields: they
/// must say the same as the fields, and those of AppArmor become fields.
public final class OldProfiles {
  /// The annotation with the seccomp profile of a whole pod.
  public static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";

  /// What annotations with seccomp profiles of single containers begin with; their name follows.
  public static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

  /// What annotations with AppArmor profiles of containers begin with; their name follows.
  public static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  static final String LOCALHOST = "localhost/";

  private OldProfiles() {}

  public static void check(
      Map<String, String> annotations, PodSpec spec, FieldPath path, Problems problems) {
    checkSeccomp(annotations, spec, path, problems);
    if (!spec.getOs().getName().equals("windows")) {
      checkAppArmor(annotations, spec, path, problems);
    }
  }

  /// The field that says what the annotation says; empty if nothing can.
  public static Optional<AppArmorProfile> appArmor(String annotation) {
    var profile = AppArmorProfile.newBuilder();
    switch (annotation) {
      case "unconfined" -> profile.setType("Unconfined");
      case "runtime/default" -> profile.setType("RuntimeDefault");
      default -> {
        if (!annotation.startsWith(LOCALHOST)) {
          return Optional.empty();
        }
        profile.setType("Localhost").setLocalhostProfile(annotation.substring(LOCALHOST.length()));
      }
    }
    var problems = new Problems();
    SecurityContextValidation.appArmor(profile.build(), FieldPath.root(), problems);
    return problems.isEmpty() ? Optional.of(profile.build()) : Optional.empty();
  }

  private static void checkSeccomp(
      Map<String, String> annotations, PodSpec spec, FieldPath path, Problems problems) {
    if (spec.getSecurityContext().hasSeccompProfile()) {
      checkSame(
          Optional.ofNullable(annotations.get(SECCOMP_POD)),
          spec.getSecurityContext().getSeccompProfile(),
          path.child("securityContext", "seccompProfile"),
          problems);
    }
    PodContainers.each(
        spec,
        path,
        (container, at) -> {
          if (container.getSecurityContext().hasSeccompProfile()) {
            checkSame(
                Optional.ofNullable(annotations.get(SECCOMP_CONTAINER + container.getName())),
                container.getSecurityContext().getSeccompProfile(),
                at.child("securityContext", "seccompProfile"),
                problems);
          }
        });
  }

  private static void checkSame(
      Optional<String> annotation, SeccompProfile field, FieldPath path, Problems problems) {
    if (annotation.isEmpty()) {
      return;
    }
    // Docker's own default was the first name of the runtime's.
    var text = annotation.get().equals("docker/default") ? "runtime/default" : annotation.get();
    checkSame(text, field.getType(), field.getLocalhostProfile(), "seccomp", path, problems);
  }

  private static void checkAppArmor(
      Map<String, String> annotations, PodSpec spec, FieldPath path, Problems problems) {
    var ofPod = spec.getSecurityContext();
    PodContainers.each(
        spec,
        path,
        (container, at) -> {
          var own = container.getSecurityContext();
          boolean set = own.hasAppArmorProfile() || ofPod.hasAppArmorProfile();
          var annotation = annotations.get(APP_ARMOR + container.getName());
          if (set && annotation != null) {
            var profile =
                own.hasAppArmorProfile() ? own.getAppArmorProfile() : ofPod.getAppArmorProfile();
            checkSame(
                annotation,
                profile.getType(),
                profile.getLocalhostProfile(),
                "apparmor",
                at.child("securityContext", "appArmorProfile"),
                problems);
          }
        });
  }

  private static void checkSame(
      String annotation, String type, String file, String what, FieldPath path, Problems problems) {
    boolean same =
        switch (type) {
          case "Unconfined" -> annotation.equals("unconfined");
          case "RuntimeDefault" -> annotation.equals("runtime/default");
          case "Localhost" -> annotation.startsWith(LOCALHOST);
          default -> true;
        };
    if (!same) {
      problems.forbidden(path.child("type"), what + " type in annotation and field must match");
    } else if (type.equals("Localhost") && !annotation.equals(LOCALHOST + file)) {
      problems.forbidden(
          path.child("localhostProfile"), what + " profile in annotation and field must match");
    }
  }
}
