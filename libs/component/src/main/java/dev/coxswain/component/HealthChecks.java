package dev.coxswain.component;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Named checks behind one health path, in the order in which they were added.
public final class HealthChecks {
  /// What a check found.
  ///
  /// @param failure absent when all is well
  public record Result(Optional<String> failure) {
    public static Result ok() {
      return new Result(Optional.empty());
    }

    public static Result failed(String why) {
      return new Result(Optional.of(why));
    }
  }

  /// The answer to a request.
  public record Answer(int code, String text) {}

  private static final String PING = "ping";

  private final Map<String, Supplier<Result>> checks = new LinkedHashMap<>();

  private final Map<String, Supplier<Result>> otherwise;

  /// Checks that the process answers at all, and nothing else.
  public HealthChecks() {
    this(Map.of());
    add(PING, Result::ok);
  }

  private HealthChecks(Map<String, Supplier<Result>> otherwise) {
    this.otherwise = otherwise;
  }

  /// No check at first. While there is none, it is checked that the process answers at all.
  public static HealthChecks none() {
    return new HealthChecks(Map.of(PING, Result::ok));
  }

  private Map<String, Supplier<Result>> present() {
    return checks.isEmpty() ? otherwise : checks;
  }

  public synchronized HealthChecks add(String name, Supplier<Result> check) {
    checks.put(name, check);
    return this;
  }

  /// The names of all checks.
  public synchronized List<String> names() {
    return List.copyOf(present().keySet());
  }

  /// Runs all checks.
  ///
  /// @param path the name of the whole, such as `healthz`
  /// @param excluded names of checks to leave out
  public synchronized Answer run(String path, boolean verbose, Set<String> excluded) {
    var details = new StringBuilder();
    boolean failed = false;
    for (var check : present().entrySet()) {
      var name = check.getKey();
      if (excluded.contains(name)) {
        details.append("[+]").append(name).append(" excluded: ok\n");
      } else if (check(check.getValue()).failure().isPresent()) {
        failed = true;
        details.append("[-]").append(name).append(" failed: reason withheld\n");
      } else {
        details.append("[+]").append(name).append(" ok\n");
      }
    }
    var unknown = new TreeSet<>(excluded);
    unknown.removeAll(present().keySet());
    if (!unknown.isEmpty()) {
      details
          .append("warn: some health checks cannot be excluded: no matches for \"")
          .append(String.join("\",\"", unknown))
          .append("\"\n");
    }
    if (failed) {
      return new Answer(500, details + path + " check failed\n");
    }
    return new Answer(200, verbose ? details + path + " check passed\n" : "ok");
  }

  /// Runs one check; absent if there is none of this name.
  public synchronized Optional<Answer> runOne(String name) {
    return Optional.ofNullable(present().get(name))
        .map(HealthChecks::check)
        .map(result ->
            result
                .failure()
                .map(why -> new Answer(500, "internal server error: " + why + "\n"))
                .orElse(new Answer(200, "ok")));
  }

  private static Result check(Supplier<Result> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      return Result.failed(String.valueOf(e.getMessage()));
    }
  }
}
