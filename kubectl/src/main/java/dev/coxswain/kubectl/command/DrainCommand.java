package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.rest.ServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kubectl drain`
@Command(name = "drain", description = "Empties a node for maintenance.")
public final class DrainCommand extends NodeAction {
  private static final Duration FOR_EVER = Duration.ofDays(7);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final int TOO_MANY_REQUESTS = 429;

  @Option(names = "--force", description = "Also pods that nobody will bring back.")
  boolean force;

  @Option(names = "--ignore-daemonsets", description = "Pods of daemon sets stay.")
  boolean ignoreDaemonSets;

  @Option(
      names = "--delete-emptydir-data",
      description = "Also pods whose emptyDir data will be lost.")
  boolean deleteEmptyDir;

  @Option(
      names = "--grace-period",
      defaultValue = "-1",
      description = "Seconds each pod gets; -1 leaves it to the pod.")
  int gracePeriod;

  @Option(names = "--timeout", defaultValue = "0s", description = "0s is for ever.")
  String timeout;

  @Option(names = "--disable-eviction", description = "Deletes pods instead of evicting them.")
  boolean disableEviction;

  @Option(names = "--pod-selector", defaultValue = "", description = "Only pods with these labels.")
  String podSelector;

  @Option(
      names = "--skip-wait-for-delete-timeout",
      defaultValue = "0",
      description = "Does not wait for pods that end since more than so many seconds.")
  int skipWait;

  @Override
  int run(Session session) {
    return forEach(session, node -> drain(session, node));
  }

  private void drain(Session session, JsonNode node) {
    mark(session, node, true);
    var plan =
        DrainPlan.of(
            pods(session, name(node)),
            new DrainPlan.Permissions(force, ignoreDaemonSets, deleteEmptyDir));
    if (!plan.obstacles().isEmpty()) {
      throw new Failure(refusal(node, plan.obstacles()));
    }
    if (!plan.warnings().isEmpty()) {
      session.complain("Warning: " + String.join("; ", plan.warnings()));
    }
    for (JsonNode pod : plan.leaving()) {
      session.println("evicting pod " + DrainPlan.called(pod) + write.suffix());
    }
    if (!write.onClient() && !write.onServer()) {
      leave(session, node, plan.leaving());
    }
    session.println("node/%s drained%s".formatted(name(node), write.suffix()));
  }

  private static String refusal(JsonNode node, List<String> obstacles) {
    String all =
        obstacles.size() == 1 ? obstacles.getFirst() : "[" + String.join(", ", obstacles) + "]";
    return "unable to drain node \"%1$s\" due to error: %2$s, continuing command...\nThere are pending nodes to be drained:\n %1$s\n%3$s"
        .formatted(name(node), all, String.join("\n", obstacles));
  }

  private List<JsonNode> pods(Session session, String node) {
    String query =
        "?fieldSelector="
            + ApiResource.encode("spec.nodeName=" + node)
            + (podSelector.isEmpty() ? "" : "&labelSelector=" + ApiResource.encode(podSelector));
    List<JsonNode> pods = new ArrayList<>();
    session
        .client()
        .get(session.discovery().named("pods").path("") + query)
        .path("items")
        .forEach(pods::add);
    return pods;
  }

  private void leave(Session session, JsonNode node, List<JsonNode> leaving) {
    Duration wanted = Times.parseGoDuration(timeout);
    long deadline = System.nanoTime() + (wanted.isZero() ? FOR_EVER : wanted).toNanos();
    for (JsonNode pod : leaving) {
      evict(session, pod, deadline);
    }
    List<JsonNode> left = new ArrayList<>();
    for (JsonNode pod : leaving) {
      if (Polling.until(remaining(deadline), () -> isGone(session, pod))) {
        session.println("pod/%s evicted".formatted(pod.path("metadata").path("name").asText()));
      } else {
        left.add(pod);
      }
    }
    if (!left.isEmpty()) {
      throw new Failure(unfinished(node, left));
    }
  }

  private static Duration remaining(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static String unfinished(JsonNode node, List<JsonNode> left) {
    var each =
        left.stream()
            .map(pod -> pod.path("metadata"))
            .map(metadata ->
                "error when waiting for pod \"%s\" in namespace \"%s\" to terminate: context deadline exceeded"
                    .formatted(metadata.path("name").asText(), metadata.path("namespace").asText()))
            .toList();
    var names =
        left.stream().map(pod -> "pod/" + pod.path("metadata").path("name").asText()).toList();
    return refusal(node, each)
        + "\nThere are pending pods in node \"%s\" when an error occurred: [%s]\n%s"
            .formatted(name(node), String.join(", ", each), String.join("\n", names));
  }

  /// A budget may not allow it yet: then again, until the time is over.
  private void evict(Session session, JsonNode pod, long deadline) {
    String path = podPath(session, pod);
    boolean done =
        Polling.until(
            remaining(deadline).compareTo(AGAIN) < 0 ? remaining(deadline) : FOR_EVER,
            () -> {
              try {
                request(session, pod, path);
                return true;
              } catch (ServerError e) {
                if (e.isNotFound()) {
                  return true;
                }
                if (e.code() != TOO_MANY_REQUESTS) {
                  throw e;
                }
                session.complain(
                    "error when evicting pods/\"%s\" -n \"%s\" (will retry after 5s): %s"
                        .formatted(
                            pod.path("metadata").path("name").asText(),
                            pod.path("metadata").path("namespace").asText(),
                            e.getMessage()));
                return false;
              }
            });
    if (!done) {
      throw new Failure(
          "error when evicting pods/\"%s\": global timeout reached: %s"
              .formatted(pod.path("metadata").path("name").asText(), timeout));
    }
  }

  private void request(Session session, JsonNode pod, String path) {
    var metadata = pod.path("metadata");
    var options = Objects.object("policy/v1", "Eviction", metadata.path("name").asText());
    options.withObject("/metadata").set("namespace", metadata.path("namespace"));
    var deletion = options.objectNode();
    if (gracePeriod >= 0) {
      deletion.put("gracePeriodSeconds", gracePeriod);
    }
    if (disableEviction) {
      session.client().delete(path, deletion);
    } else {
      options.set("deleteOptions", deletion);
      session.client().post(path + "/eviction", options);
    }
  }

  private static String podPath(Session session, JsonNode pod) {
    var metadata = pod.path("metadata");
    return session
        .discovery()
        .named("pods")
        .path(metadata.path("namespace").asText(), metadata.path("name").asText());
  }

  private static boolean isGone(Session session, JsonNode pod) {
    try {
      JsonNode now = session.client().get(podPath(session, pod));
      return !now.path("metadata").path("uid").equals(pod.path("metadata").path("uid"));
    } catch (ServerError e) {
      if (e.isNotFound()) {
        return true;
      }
      throw e;
    }
  }
}
