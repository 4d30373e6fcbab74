package dev.coxswain.apiserver.admission.traffic;

import java.util.List;
import java.util.Objects;

/// How many events may be written.
public record EventLimits(List<Limit> limits) {
  public EventLimits {
    limits = List.copyOf(Objects.requireNonNullElse(limits, List.of()));
    if (limits.isEmpty()) {
      throw new IllegalArgumentException("limits: wants at least one");
    }
  }

  /// One limit.
  ///
  /// @param type what is counted together: `Server` (all), `Namespace`, `User` or `SourceAndObject`
  /// @param qps per second on average
  /// @param burst at once
  /// @param cacheSize how many namespaces, users and so on are remembered; 0 for 4096
  public record Limit(Type type, int qps, int burst, int cacheSize) {
    private static final int DEFAULT_CACHE = 4096;

    public Limit {
      if (type == null || qps < 1 || burst < 1) {
        throw new IllegalArgumentException(
            "wants a type, and qps and burst of at least 1; got %s, %d, %d"
                .formatted(type, qps, burst));
      }
      cacheSize = cacheSize == 0 ? DEFAULT_CACHE : cacheSize;
    }
  }

  /// What is counted together. The names are those of the configuration.
  @SuppressWarnings("MemberName")
  public enum Type {
    Server,
    Namespace,
    User,
    SourceAndObject
  }
}
