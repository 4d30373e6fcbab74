package dev.coxswain.kubelet.status;

import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.status.StatusView.Waiting;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether the containers of a pod get what the pod says by now.
public final class ResizeState {
  private static final String PREFIX = "resize/";

  private ResizeState() {}

  /// What [StatusView#waiting] calls the resizing of a container; no container has such a name.
  public static String part(String container) {
    return PREFIX + container;
  }

  /// Whether the name is one that [#part] made.
  public static boolean isPart(String name) {
    return name.startsWith(PREFIX);
  }

  /// Why some container is still held to other limits; without a reason if that is about to change,
  /// empty if there is none.
  static Optional<Waiting> of(StatusView view) {
    return Stream.concat(
            PodContainer.init(view.pod()).stream(), PodContainer.regular(view.pod()).stream())
        .filter(container -> isPending(view, container))
        .map(container -> view.waiting().getOrDefault(part(container.name()), new Waiting("", "")))
        .findFirst();
  }

  private static boolean isPending(StatusView view, PodContainer container) {
    return view.runtime()
        .newest(container.name())
        .filter(ContainerRecord::isRunning)
        .map(ContainerRecord::limits)
        .filter(now -> !container.wanted(now).equals(now))
        .isPresent();
  }
}
