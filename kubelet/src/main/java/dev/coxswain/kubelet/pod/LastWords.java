package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;

/// What ended containers had to say: their termination message, or the end of their output.
final class LastWords {
  private static final int LONGEST = 4096;
  private static final int LINES = 80;
  private static final int LOG_BYTES = 2048;

  private final NodeContext node;
  private final Map<String, String> known = new TreeMap<>();

  LastWords(NodeContext node) {
    this.node = node;
  }

  /// By id of the container; one that left no word is not in it.
  Map<String, String> of(Pod pod, PodRecord runtime) {
    for (var record : runtime.containers()) {
      if (record.state() instanceof State.Exited exited && !known.containsKey(record.id())) {
        known.put(record.id(), read(pod, record, exited));
      }
    }
    known.keySet().retainAll(runtime.containers().stream().map(ContainerRecord::id).toList());
    var said = new TreeMap<>(known);
    said.values().removeIf(String::isEmpty);
    return said;
  }

  private String read(Pod pod, ContainerRecord record, State.Exited exited) {
    var file =
        node.folders().terminationMessage(record.pod().uid(), record.name(), record.attempt());
    var message = "";
    if (Files.isRegularFile(file)) {
      try (var in = Files.newInputStream(file)) {
        message = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    boolean fallBack =
        PodContainer.find(pod, record.name())
            .map(c -> c.spec().getTerminationMessagePolicy().equals("FallbackToLogsOnError"))
            .orElse(false);
    return message.isEmpty() && fallBack && exited.code() != 0
        ? node.runtime().tail(record.id(), LINES, LOG_BYTES)
        : message;
  }
}
