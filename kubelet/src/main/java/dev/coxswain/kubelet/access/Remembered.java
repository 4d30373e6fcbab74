package dev.coxswain.kubelet.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Answers that hold for a while. Those not asked for the longest make room for new ones.
///
/// The question is asked outside of the lock, so that a slow answer keeps nobody else waiting.
final class Remembered<Q, A> {
  private record Answer<A>(A value, Instant until) {}

  private final Map<Q, Answer<A>> answers;
  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;

  /// @param capacity the most answers that are kept
  Remembered(int capacity, InstantSource clock) {
    this.clock = clock;
    answers = new Newest<>(capacity);
  }

  /// What is remembered, or else what `ask` says. What it throws is not remembered.
  ///
  /// @param holds how long an answer may be repeated
  A get(Q question, Function<Q, A> ask, Function<A, Duration> holds) {
    var known = known(question);
    if (known.isPresent()) {
      return known.get();
    }
    var value = ask.apply(question);
    remember(question, new Answer<>(value, clock.instant().plus(holds.apply(value))));
    return value;
  }

  private Optional<A> known(Q question) {
    lock.lock();
    try {
      return Optional.ofNullable(answers.get(question))
          .filter(answer -> clock.instant().isBefore(answer.until()))
          .map(Answer::value);
    } finally {
      lock.unlock();
    }
  }

  private void remember(Q question, Answer<A> answer) {
    lock.lock();
    try {
      answers.put(question, answer);
    } finally {
      lock.unlock();
    }
  }

  private static final class Newest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int capacity;

    Newest(int capacity) {
      super(16, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > capacity;
    }
  }
}
