package dev.coxswain.scheduler.plugins.volumes;

import java.util.HashSet;
import java.util.Set;

/// Volumes that are promised to claims and not bound yet, by name. Callable from any thread.
final class Reservations {
  private final Set<String> volumes = new HashSet<>();

  synchronized void reserve(String volume) {
    volumes.add(volume);
  }

  synchronized void release(String volume) {
    volumes.remove(volume);
  }

  synchronized boolean isReserved(String volume) {
    return volumes.contains(volume);
  }
}
