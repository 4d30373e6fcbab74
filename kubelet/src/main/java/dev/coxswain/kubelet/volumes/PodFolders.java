package dev.coxswain.kubelet.volumes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the files of pods are, laid out as every kubelet does it.
///
/// @param root the kubelet's own folder, such as `/var/lib/kubelet`
public record PodFolders(Path root) {

  /// Where the operator puts this node's seccomp profiles.
  public Path seccompProfiles() {
    return root.resolve("seccomp");
  }

  public Path pod(String uid) {
    return root.resolve("pods").resolve(uid);
  }

  Path volume(String uid, String plugin, String name) {
    return pod(uid).resolve("volumes").resolve("kubernetes.io~" + plugin).resolve(name);
  }

  public Path hosts(String uid) {
    return pod(uid).resolve("etc-hosts");
  }

  public Path resolvConf(String uid) {
    return pod(uid).resolve("resolv.conf");
  }

  /// Where a container leaves its last words.
  public Path terminationMessage(String uid, String container, int attempt) {
    return pod(uid).resolve("containers").resolve(container).resolve(Integer.toString(attempt));
  }

  /// The uids of the pods that have a folder.
  public List<String> uids() {
    var pods = root.resolve("pods");
    if (!Files.isDirectory(pods)) {
      return List.of();
    }
    try (var entries = Files.list(pods)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
