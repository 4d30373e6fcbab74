package dev.coxswain.integration.simulation;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// How bad the way between programs and API server is; perfect at first. Also remembers what went
/// wrong so far.
final class Network {
  private final Set<String> happened = new TreeSet<>();

  /// How late watch events may come; order is kept, as in a stream.
  Duration delay = Duration.ZERO;

  /// One call in so many does not get through; 0 for none.
  int failOneIn;

  /// One write in so many is carried out, but its answer gets lost; 0 for none.
  int loseAnswerOneIn;

  private boolean lostAnswers;

  /// At one write in so many the caller crashes, before or after it; 0 for none.
  int crashOneIn;

  void happens(String fault) {
    happened.add(fault);
  }

  /// What went wrong at least once, in words.
  Set<String> happened() {
    return happened;
  }

  /// Whether answers got lost at any time.
  boolean losesAnswers() {
    lostAnswers |= loseAnswerOneIn > 0;
    return lostAnswers;
  }

  void heal() {
    lostAnswers = losesAnswers();
    delay = Duration.ZERO;
    failOneIn = 0;
    loseAnswerOneIn = 0;
    crashOneIn = 0;
  }
}
