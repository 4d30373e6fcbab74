package dev.coxswain.kubelet.container;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.runtime.ContainerSpec.Security;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.spec.PodContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whom a container runs as, and what it may do: the container's own context over the pod's.
final class Guard {
  private final Confinements confinements;

  Guard(Confinements confinements) {
    this.confinements = confinements;
  }

  /// @throws ConfigError if the image or a profile stands against what the pod asks for
  Security of(Pod pod, PodContainer container, ImageRecord image) throws ConfigError {
    var own = container.spec().getSecurityContext();
    var shared = pod.getSpec().getSecurityContext();
    Optional<Long> user =
        own.hasRunAsUser()
            ? Optional.of(own.getRunAsUser())
            : shared.hasRunAsUser() ? Optional.of(shared.getRunAsUser()) : Optional.empty();
    Optional<Long> group =
        own.hasRunAsGroup()
            ? Optional.of(own.getRunAsGroup())
            : shared.hasRunAsGroup() ? Optional.of(shared.getRunAsGroup()) : Optional.empty();
    boolean nonRoot = own.hasRunAsNonRoot() ? own.getRunAsNonRoot() : shared.getRunAsNonRoot();
    if (nonRoot) {
      checkNonRoot(pod, container, user, image.user());
    }
    var groups = new ArrayList<>(shared.getSupplementalGroupsList());
    if (shared.hasFsGroup()) {
      groups.add(shared.getFsGroup());
    }
    return new Security(
        user(user, group, image.user()),
        List.copyOf(groups),
        own.getPrivileged(),
        own.getReadOnlyRootFilesystem(),
        own.hasAllowPrivilegeEscalation() && !own.getAllowPrivilegeEscalation(),
        own.getCapabilities().getAddList(),
        own.getCapabilities().getDropList(),
        confinements.of(pod, container.spec()));
  }

  private static String user(Optional<Long> user, Optional<Long> group, String imageUser) {
    if (user.isEmpty() && group.isEmpty()) {
      return "";
    }
    var name =
        user.map(String::valueOf).orElse(imageUser.isEmpty() ? "0" : imageUser.split(":")[0]);
    return group.map(g -> name + ":" + g).orElse(name);
  }

  private static void checkNonRoot(
      Pod pod, PodContainer container, Optional<Long> user, String imageUser) throws ConfigError {
    var where = " (pod: \"" + PodId.of(pod) + "\", container: " + container.name() + ")";
    if (user.isPresent()) {
      if (user.get() == 0) {
        throw new ConfigError("container's runAsUser breaks non-root policy" + where);
      }
      return;
    }
    var name = imageUser.split(":", 2)[0];
    if (name.isEmpty() || name.equals("0") || name.equals("root")) {
      throw new ConfigError("container has runAsNonRoot and image will run as root" + where);
    }
    if (!name.chars().allMatch(Character::isDigit)) {
      throw new ConfigError(
          "container has runAsNonRoot and image has non-numeric user ("
              + name
              + "), cannot verify user is non-root"
              + where);
    }
  }
}
