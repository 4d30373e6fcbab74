package dev.coxswain.apiserver.storage.cache;

import java.time.Duration;

/// The latest events of one resource, each under a number that only counts up.
///
/// It keeps [#MIN] events, more while they are young, and never more than [#MAX].
final class EventRing {
  static final int MIN = 1024;
  static final int MAX = 1 << 16;
  private static final long YOUNG_MILLIS = Duration.ofSeconds(75).toMillis();

  private CacheEvent[] slots = new CacheEvent[MIN];
  private long first;
  private long next;
  private long floor;

  /// @param floor the revision of the state before the first event
  EventRing(long floor) {
    this.floor = floor;
  }

  void add(CacheEvent event) {
    if (next - first == slots.length) {
      makeRoom(event.atMillis());
    }
    slots[slot(next++)] = event;
  }

  /// The number of the oldest event, if there is any.
  long first() {
    return first;
  }

  /// The number that the next event will get.
  long next() {
    return next;
  }

  /// The oldest revision after which every change is still here.
  long floor() {
    return floor;
  }

  CacheEvent get(long number) {
    return slots[slot(number)];
  }

  /// The number of the first event after a revision; [#next] if there is none.
  long after(long revision) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (get(middle).revision() <= revision) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void makeRoom(long nowMillis) {
    boolean young = nowMillis - get(first).atMillis() < YOUNG_MILLIS;
    if (young && slots.length < MAX) {
      grow();
    } else {
      floor = get(first).revision();
      slots[slot(first++)] = null;
    }
  }

  private void grow() {
    var larger = new CacheEvent[slots.length * 2];
    for (long number = first; number < next; number++) {
      larger[(int) (number & (larger.length - 1))] = get(number);
    }
    slots = larger;
  }

  private int slot(long number) {
    return (int) (number & (slots.length - 1));
  }
}
