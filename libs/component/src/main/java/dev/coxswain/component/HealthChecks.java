package dev.coxswain.component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private final Map<String, Supplier<Result>> checks = new LinkedHashMap<>();

  /// Checks that the process answers at all, and nothing else.
  public HealthChecks() {
    add("ping", Result::ok);
  }

  public synchronized HealthChecks add(String name, Supplier<Result> check) {
    checks.put(name, check);
    return this;
  }

  /// Runs all checks.
  ///
  /// @param path the name of the whole, such as `healthz`
  /// @param excluded names of checks to leave out
  public synchronized Answer run(String path, boolean verbose, Set<String> excluded) {
    var details = new StringBuilder();
    boolean failed = false;
    for (var check : checks.entrySet()) {
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
    if (failed) {
      return new Answer(500, details + path + " check failed\n");
    }
    return new Answer(200, verbose ? details + path + " check passed\n" : "ok");
  }

  /// Runs one check; absent if there is none of this name.
  public synchronized Optional<Answer> runOne(String name) {
    return Optional.ofNullable(checks.get(name))
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
