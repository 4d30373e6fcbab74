package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests to a service, one after another, until closed; remembers which failed.
final class Traffic implements AutoCloseable {
  private final Workload workload;
  private final String address;
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger answered = new AtomicInteger();
  private final Thread thread;

  private Traffic(Workload workload, String address) {
    this.workload = workload;
    this.address = address;
    this.thread = Thread.ofVirtual().name("traffic").unstarted(this::run);
  }

  static Traffic to(Workload workload, String address) {
    var traffic = new Traffic(workload, address);
    traffic.thread.start();
    return traffic;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        workload.get(address);
        answered.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  int answered() {
    return answered.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
