package dev.coxswain.kubelet.network;

import dev.coxswain.kubelet.runtime.SandboxRecord;

/// Where sandboxes get their addresses.
public interface PodNetwork {

  /// Makes the network ready for pods; nothing happens when it is.
  void prepare();

  /// A sandbox was connected.
  void connected(SandboxRecord sandbox);
}
