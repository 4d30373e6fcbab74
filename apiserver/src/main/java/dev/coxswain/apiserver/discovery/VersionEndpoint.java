package dev.coxswain.apiserver.discovery;

import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.util.Optional;

/// `/version`: of the API, which is what clients decide by.
public final class VersionEndpoint implements Endpoint {
  private static final String DOCUMENT =
      """
      {
        "major": "1",
        "minor": "36",
        "emulationMajor": "1",
        "emulationMinor": "36",
        "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35",
        "gitVersion": "v1.36.0+coxswain",
        "gitCommit": "",
        "gitTreeState": "clean",
        "buildDate": "2026-11-01T00:00:00Z",
        "goVersion": "java%s",
        "compiler": "javac",
        "platform": "linux/%s"
      }
      """;

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    if (!call.path().equals("/version") && !call.path().equals("/version/")) {
      return Optional.empty();
    }
    var text = DOCUMENT.formatted(Runtime.version().feature(), platform()).strip();
    return Optional.of(HttpReply.of(200, "application/json", Documents.utf8(text)));
  }

  private static String platform() {
    var name = System.getProperty("os.arch", "");
    return name.equals("aarch64") ? "arm64" : "amd64";
  }
}
