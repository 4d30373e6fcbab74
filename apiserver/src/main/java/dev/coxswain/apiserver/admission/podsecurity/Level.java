package dev.coxswain.apiserver.admission.podsecurity;

import java.util.Optional;
import java.util.stream.Stream;

/// How much a pod is trusted with, from most to least.
enum Level {
  PRIVILEGED("privileged"),
  BASELINE("baseline"),
  RESTRICTED("restricted");

  private final String text;

  Level(String text) {
    this.text = text;
  }

  static Optional<Level> parse(String text) {
    return Stream.of(values()).filter(level -> level.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
