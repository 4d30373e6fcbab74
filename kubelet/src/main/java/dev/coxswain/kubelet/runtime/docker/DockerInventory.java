package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What the engine has of this node's pods.
final class DockerInventory {
  private final DockerClient control;
  private final DockerImages images;
  private final String node;
  private final String network;

  /// What was read of containers whose state can't change without a new state word.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  DockerInventory(DockerClient control, DockerImages images, String node, String network) {
    this.control = control;
    this.images = images;
    this.node = node;
    this.network = network;
  }

  private record Seen(String state, InspectContainerResponse answer) {}

  Map<String, PodRecord> pods() {
    var byPod = new TreeMap<String, List<Container>>();
    var all = list(Map.of(Labels.NODE, node));
    for (var container : all) {
      var uid = Labels.pod(container.getLabels()).uid();
      byPod.computeIfAbsent(uid, _ -> new ArrayList<>()).add(container);
    }
    seen.keySet().retainAll(all.stream().map(Container::getId).toList());
    var pods = new TreeMap<String, PodRecord>();
    byPod.forEach((uid, containers) -> pods.put(uid, record(containers)));
    return pods;
  }

  PodRecord pod(String uid) {
    return record(list(Map.of(Labels.NODE, node, Labels.UID, uid)));
  }

  /// The container was removed or changed.
  void forget(String id) {
    seen.remove(id);
  }

  private List<Container> list(Map<String, String> labels) {
    return DockerFailures.translate(
        () -> control.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  private PodRecord record(List<Container> containers) {
    var sandboxes = new ArrayList<SandboxRecord>();
    var others = new ArrayList<ContainerRecord>();
    for (var container : containers) {
      inspect(container)
          .ifPresent(answer -> {
            if (Labels.isSandbox(container.getLabels())) {
              sandboxes.add(DockerRecords.sandbox(answer, network));
            } else {
              others.add(DockerRecords.container(answer, images.reference(answer.getImageId())));
            }
          });
    }
    return new PodRecord(sandboxes, others);
  }

  private Optional<InspectContainerResponse> inspect(Container container) {
    var known = seen.get(container.getId());
    if (known != null && known.state().equals(container.getState())) {
      return Optional.of(known.answer());
    }
    try {
      var answer =
          DockerFailures.translate(() -> control.inspectContainerCmd(container.getId()).exec());
      var state = answer.getState().getStatus();
      if ("running".equals(state) || "exited".equals(state)) {
        seen.put(container.getId(), new Seen(state, answer));
      }
      return Optional.of(answer);
    } catch (RuntimeFailure failure) {
      if (failure.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
