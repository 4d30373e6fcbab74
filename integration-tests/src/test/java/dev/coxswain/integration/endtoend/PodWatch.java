package dev.coxswain.integration.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Everything that happens to the pods with some labels, seen by one watch: nothing is missed
/// between two looks.
final class PodWatch implements AutoCloseable {
  /// The pods at one moment.
  record Moment(List<JsonNode> pods) {
    /// Those that are ready and not on their way out: what disruption budgets count.
    long healthy() {
      return count(pod -> !isLeaving(pod) && isReady(pod));
    }

    /// Those that have not ended and are not on their way out.
    long active() {
      return count(pod -> !isLeaving(pod) && !hasEnded(pod));
    }

    private long count(Predicate<JsonNode> which) {
      return pods.stream().filter(which).count();
    }

    private static boolean isLeaving(JsonNode pod) {
      return pod.path("metadata").has("deletionTimestamp");
    }

    private static boolean hasEnded(JsonNode pod) {
      var phase = pod.at("/status/phase").asText();
      return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static boolean isReady(JsonNode pod) {
      for (var condition : pod.at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")) {
          return condition.path("status").asText().equals("True");
        }
      }
      return false;
    }
  }

  private final Process watch;
  private final CompletableFuture<Void> reading;
  private final List<Moment> moments = new ArrayList<>();

  private PodWatch(Process watch) {
    this.watch = watch;
    this.reading = CompletableFuture.runAsync(this::read, Thread::startVirtualThread);
  }

  static PodWatch start(Space space, String selector) throws IOException {
    var command = new ArrayList<>(List.of("kubectl"));
    command.addAll(
        List.of(
            space.in(
                "get", "pods", "-l", selector, "--watch", "--output-watch-events", "-o", "json")));
    return new PodWatch(space.cluster().start(command));
  }

  private void read() {
    Map<String, JsonNode> pods = new HashMap<>();
    try (var events =
        JsonMapper.builder()
            .build()
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(watch.getInputStream())) {
      while (events.hasNextValue()) {
        var event = events.nextValue();
        var pod = event.path("object");
        var name = pod.at("/metadata/name").asText();
        if (event.path("type").asText().equals("DELETED")) {
          pods.remove(name);
        } else {
          pods.put(name, pod);
        }
        synchronized (moments) {
          moments.add(new Moment(List.copyOf(pods.values())));
        }
      }
    } catch (IOException e) {
      if (watch.isAlive()) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /// What has been seen so far, in order.
  List<Moment> moments() {
    synchronized (moments) {
      return List.copyOf(moments);
    }
  }

  /// The fewest healthy pods since there were that many for the first time.
  long fewestHealthySince(long wanted) {
    return moments().stream()
        .dropWhile(moment -> moment.healthy() < wanted)
        .mapToLong(Moment::healthy)
        .min()
        .orElseThrow(() -> new AssertionError("there never were " + wanted + " healthy pods"));
  }

  long mostActive() {
    return moments().stream().mapToLong(Moment::active).max().orElse(0);
  }

  @Override
  public void close() {
    watch.destroy();
    reading.handle((_, _) -> true).join();
  }
}
