package dev.coxswain.apiserver.health;

import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.component.HealthChecks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/healthz`, `/livez` and `/readyz`, whole or one check of them.
public final class HealthEndpoint implements Endpoint {
  private final Map<String, HealthChecks> checks;

  /// @param checks by the name of the path, such as `readyz`
  public HealthEndpoint(Map<String, HealthChecks> checks) {
    this.checks = Map.copyOf(checks);
  }

  /// Where all of it and each check is found, such as `/readyz` and `/readyz/ping`.
  public List<String> paths() {
    var paths = new ArrayList<String>();
    checks.forEach((name, all) -> {
      paths.add("/" + name);
      all.names().forEach(check -> paths.add("/" + name + "/" + check));
    });
    return List.copyOf(paths);
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    var parts = call.path().substring(1).split("/", 2);
    return Optional.ofNullable(checks.get(parts[0]))
        .flatMap(found ->
            parts.length == 1 || parts[1].isEmpty()
                ? Optional.of(all(parts[0], found, QueryParameters.parse(call.query())))
                : found.runOne(parts[1]))
        .map(answer -> HttpReply.text(answer.code(), answer.text()));
  }

  private static HealthChecks.Answer all(String name, HealthChecks checks, QueryParameters query) {
    return checks.run(name, query.has("verbose"), new HashSet<>(query.all("exclude")));
  }
}
