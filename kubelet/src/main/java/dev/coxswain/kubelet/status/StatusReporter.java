package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.cluster.PodApi;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the statuses of pods to the control plane, in the background and as often as it takes.
///
/// At most one status per pod waits, the newest.
public final class StatusReporter implements StatusSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusReporter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int LONGEST_PAUSE_DOUBLINGS = 6;

  private final PodApi api;
  private final Object lock = new Object();
  private final SequencedMap<String, Report> waiting = new LinkedHashMap<>();
  private final Map<String, Report> written = new LinkedHashMap<>();
  private Optional<Thread> writer = Optional.empty();

  public StatusReporter(PodApi api) {
    this.api = api;
  }

  /// @param last the pod goes once this is written
  private record Report(Pod pod, PodStatus status, boolean last) {
    String uid() {
      return pod.getMetadata().getUid();
    }

    boolean saysTheSameAs(Report other) {
      return other != null && last == other.last && status.equals(other.status);
    }
  }

  public void start() {
    synchronized (lock) {
      if (writer.isEmpty()) {
        writer = Optional.of(Thread.ofVirtual().name("status-reporter").start(this::write));
      }
    }
  }

  @Override
  public void publish(Pod pod, PodStatus status) {
    offer(new Report(pod, status, false));
  }

  @Override
  public void publishLast(Pod pod, PodStatus status) {
    offer(new Report(pod, status, true));
  }

  @Override
  public void forget(String uid) {
    synchronized (lock) {
      waiting.remove(uid);
      written.remove(uid);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      writer.ifPresent(Thread::interrupt);
    }
  }

  private void offer(Report report) {
    synchronized (lock) {
      var known = waiting.getOrDefault(report.uid(), written.get(report.uid()));
      boolean wasLast = known != null && known.last();
      if (!report.saysTheSameAs(known) && !(wasLast && !report.last())) {
        waiting.put(report.uid(), report);
        lock.notifyAll();
      }
    }
  }

  private void write() {
    int failures = 0;
    try {
      while (true) {
        var report = next();
        if (tryWrite(report)) {
          failures = 0;
        } else {
          putBack(report);
          failures++;
          Thread.sleep(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, LONGEST_PAUSE_DOUBLINGS)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Report next() throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty()) {
        lock.wait();
      }
      var report = waiting.pollFirstEntry().getValue();
      written.put(report.uid(), report);
      return report;
    }
  }

  /// Behind the others, so that one pod's trouble does not become theirs.
  private void putBack(Report report) {
    synchronized (lock) {
      if (written.remove(report.uid(), report)) {
        waiting.putIfAbsent(report.uid(), report);
      }
    }
  }

  private boolean tryWrite(Report report) {
    try {
      writeStatus(report);
      return true;
    } catch (ApiException.NotFound e) {
      return true;
    } catch (ApiException.Conflict e) {
      return false;
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("pod", Metadata.key(report.pod()))
          .addKeyValue("cause", e.getMessage())
          .log("cannot write a pod's status");
      return false;
    }
  }

  private void writeStatus(Report report) {
    var key = Metadata.key(report.pod());
    var found = api.fetchPod(key);
    if (found.isEmpty() || !found.get().getMetadata().getUid().equals(report.uid())) {
      return;
    }
    var pod = found.get();
    var status = PodStatuses.merge(pod.getStatus(), report.status());
    if (!status.equals(pod.getStatus())) {
      api.updatePodStatus(pod.toBuilder().setStatus(status).build());
    }
    if (report.last()) {
      api.deletePod(key, report.uid());
    }
  }
}
