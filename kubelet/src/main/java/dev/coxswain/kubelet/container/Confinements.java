package dev.coxswain.kubelet.container;

import dev.coxswain.api.core.v1.AppArmorProfile;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.SELinuxOptions;
import dev.coxswain.api.core.v1.SeccompProfile;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.runtime.ContainerSpec.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the kernel's security modules hold containers to: the container's own words over the pod's.
///
/// @param profiles the folder of this node's seccomp profiles
record Confinements(Path profiles) {
  private static final String UNCONFINED = "unconfined";

  /// @throws ConfigError if the node does not have the profile
  Confinement of(Pod pod, Container container) throws ConfigError {
    var own = container.getSecurityContext();
    var shared = pod.getSpec().getSecurityContext();
    return new Confinement(
        seccomp(own.hasSeccompProfile() ? own.getSeccompProfile() : shared.getSeccompProfile()),
        appArmor(own.hasAppArmorProfile() ? own.getAppArmorProfile() : shared.getAppArmorProfile()),
        seLinux(own.hasSeLinuxOptions() ? own.getSeLinuxOptions() : shared.getSeLinuxOptions()));
  }

  private Optional<String> seccomp(SeccompProfile profile) throws ConfigError {
    return switch (profile.getType()) {
      case "Unconfined" -> Optional.of(UNCONFINED);
      case "Localhost" -> Optional.of(read(profile.getLocalhostProfile()));
      default -> Optional.empty();
    };
  }

  private String read(String name) throws ConfigError {
    var file = profiles.resolve(name).normalize();
    if (!file.startsWith(profiles)) {
      throw new ConfigError("seccomp profile " + name + " is outside of " + profiles);
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigError(
          "cannot load seccomp profile \"" + file + "\": " + e.getClass().getSimpleName());
    }
  }

  private static Optional<String> appArmor(AppArmorProfile profile) {
    return switch (profile.getType()) {
      case "Unconfined" -> Optional.of(UNCONFINED);
      case "Localhost" -> Optional.of(profile.getLocalhostProfile());
      default -> Optional.empty();
    };
  }

  private static List<String> seLinux(SELinuxOptions options) {
    return Stream.of(
            label("user", options.getUser()),
            label("role", options.getRole()),
            label("type", options.getType()),
            label("level", options.getLevel()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> label(String part, String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(part + ":" + value);
  }
}
