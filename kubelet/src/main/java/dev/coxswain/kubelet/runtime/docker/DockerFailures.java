package dev.coxswain.kubelet.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.util.function.Supplier;

/// Turns what docker-java throws into our failures, with the engine's own words.
final class DockerFailures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DockerFailures() {}

  static <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  static void run(Runnable call) {
    translate(() -> {
      call.run();
      return true;
    });
  }

  static RuntimeFailure failure(Exception e) {
    return switch (e) {
      case RuntimeFailure known -> known;
      case DockerException refused ->
          new RuntimeFailure("Error response from daemon: " + words(refused), refused);
      default -> new RuntimeFailure("cannot talk to the Docker Engine: " + e.getMessage(), e);
    };
  }

  private static String words(DockerException refused) {
    var text = refused.getMessage() == null ? "" : refused.getMessage();
    int brace = text.indexOf('{');
    if (brace < 0) {
      return text;
    }
    try {
      return JSON.readTree(text.substring(brace)).path("message").asText(text).strip();
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
