package dev.coxswain.kubelet.volumes;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.spec.PodContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Gives volumes to the pod's file system group, with what the group needs to use them: as upstream
/// does, so that programs that are not root find the same bits.
///
/// @param group empty if the pod has none; then nothing changes
/// @param groupBits what the group may do with files
record Ownership(OptionalInt group, int groupBits) {
  private static final int READ = 0440;
  private static final int READ_AND_WRITE = 0660;
  private static final int ENTER = 0110;

  /// What is made in such a folder belongs to the group as well.
  private static final int SET_GROUP = 02000;

  private static final int PERMISSIONS = 07777;

  /// Of volumes that the pod only reads.
  static Ownership reading(Pod pod) {
    return new Ownership(group(pod), READ);
  }

  static Ownership writing(Pod pod) {
    return new Ownership(group(pod), READ_AND_WRITE);
  }

  static Ownership unchanged() {
    return new Ownership(OptionalInt.empty(), 0);
  }

  /// The user that all of the pod's containers run as; empty when they differ, or don't say.
  static OptionalInt commonUser(Pod pod) {
    var shared = pod.getSpec().getSecurityContext();
    var users =
        PodContainer.all(pod).stream()
            .map(container -> container.spec().getSecurityContext())
            .map(own ->
                own.hasRunAsUser()
                    ? own.getRunAsUser()
                    : shared.hasRunAsUser() ? shared.getRunAsUser() : -1)
            .collect(Collectors.toSet());
    return users.size() == 1 && !users.contains(-1L)
        ? OptionalInt.of(Math.toIntExact(users.iterator().next()))
        : OptionalInt.empty();
  }

  private static OptionalInt group(Pod pod) {
    var context = pod.getSpec().getSecurityContext();
    return context.hasFsGroup()
        ? OptionalInt.of(Math.toIntExact(context.getFsGroup()))
        : OptionalInt.empty();
  }

  /// The tree and everything in it; links stay.
  void applyTo(Path tree) throws IOException {
    if (group.isEmpty()) {
      return;
    }
    List<Path> all;
    try (var paths = Files.walk(tree)) {
      all = paths.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
    for (var path : all) {
      Files.setAttribute(path, "unix:gid", group.getAsInt(), LinkOption.NOFOLLOW_LINKS);
      int before = (Integer) Files.getAttribute(path, "unix:mode") & PERMISSIONS;
      int bits = Files.isDirectory(path) ? groupBits | ENTER | SET_GROUP : groupBits;
      Files.setAttribute(path, "unix:mode", before | bits);
    }
  }
}
