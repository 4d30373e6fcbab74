package dev.coxswain.kubelet.eviction;

/// What a node can run out of.
public enum Signal {
  MEMORY("memory.available", "memory"),
  DISK("nodefs.available", "ephemeral-storage"),
  PROCESSES("pid.available", "pids");

  private final String word;
  private final String resource;

  Signal(String word, String resource) {
    this.word = word;
    this.resource = resource;
  }

  /// As flags spell it.
  String word() {
    return word;
  }

  /// As pods ask for it.
  String resource() {
    return resource;
  }
}
