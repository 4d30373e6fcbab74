package dev.coxswain.kubelet.node;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.eviction.Usage;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.volumes.Volumes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/// What pods use, read from the kernel and the disk.
public final class PodUsage implements Usage {
  private final ContainerRuntime runtime;
  private final Volumes volumes;

  public PodUsage(ContainerRuntime runtime, Volumes volumes) {
    this.runtime = runtime;
    this.volumes = volumes;
  }

  @Override
  public Map<String, Long> memory(Pod pod) {
    var memory = new TreeMap<String, Long>();
    for (var container : runtime.pod(pod.getMetadata().getUid()).running()) {
      if (container.state() instanceof State.Running running) {
        ControlGroup.ofProcess(running.pid())
            .ifPresent(group -> memory.put(container.name(), group.workingSetBytes()));
      }
    }
    return memory;
  }

  @Override
  public Map<String, Long> emptyDirs(Pod pod) {
    try {
      return volumes.emptyDirBytes(pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
