package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubectl.discovery.ApiResource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl logs`
@Command(name = "logs", description = "Prints what containers have written.")
public final class LogsCommand extends KubectlAction {
  @Mixin PodOptions pods;

  @Parameters(arity = "0..2", paramLabel = "POD [CONTAINER]")
  List<String> words = List.of();

  @Option(
      names = {"-l", "--selector"},
      description = "The pods with these labels.")
  String selector;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is written.")
  boolean follow;

  @Option(
      names = {"-p", "--previous"},
      description = "Of the container before its last restart.")
  boolean previous;

  @Option(names = "--timestamps", description = "Starts each line with its time.")
  boolean timestamps;

  @Option(names = "--tail", defaultValue = "-1", description = "So many last lines; -1 for all.")
  long tail;

  @Option(names = "--since", description = "Only what is newer than this duration.")
  String since;

  @Option(names = "--since-time", description = "Only what is newer than this time.")
  String sinceTime;

  @Option(names = "--limit-bytes", description = "At most so many bytes.")
  Long limitBytes;

  @Option(names = "--all-containers", description = "The logs of all containers.")
  boolean allContainers;

  @Option(names = "--prefix", description = "Starts each line with its pod and container.")
  boolean prefix;

  @Override
  int run(Session session) throws IOException {
    if (words.isEmpty() == (selector == null)) {
      throw new Failure(
          words.isEmpty()
              ? "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"
              : "only a selector (-l) or a POD name is allowed");
    }
    if (words.size() == 2) {
      pods.container = words.get(1);
    }
    for (JsonNode pod : targets(session)) {
      for (String container : containers(session, pod)) {
        copy(session, pod, container);
      }
    }
    return OK;
  }

  private List<JsonNode> targets(Session session) {
    if (selector == null) {
      return List.of(pods.find(session, words.getFirst()));
    }
    List<JsonNode> targets = new ArrayList<>();
    var resource = session.discovery().named("pods");
    session
        .client()
        .get(resource.path(session.namespace()) + "?labelSelector=" + ApiResource.encode(selector))
        .path("items")
        .forEach(targets::add);
    return targets;
  }

  private List<String> containers(Session session, JsonNode pod) {
    if (!allContainers) {
      return List.of(pods.containerOf(session, pod));
    }
    List<String> names = new ArrayList<>();
    pod.path("spec").path("initContainers").forEach(one -> names.add(one.path("name").asText()));
    pod.path("spec").path("containers").forEach(one -> names.add(one.path("name").asText()));
    return names;
  }

  private void copy(Session session, JsonNode pod, String container) throws IOException {
    String path = PodOptions.path(session, pod) + "/log?" + query(container);
    try (var log = session.client().open(path)) {
      session.out().flush();
      if (prefix) {
        copyWithPrefix(session, pod, container, log);
      } else {
        log.transferTo(System.out);
        System.out.flush();
      }
    }
  }

  private static void copyWithPrefix(
      Session session, JsonNode pod, String container, java.io.InputStream log) throws IOException {
    String start = "[pod/%s/%s] ".formatted(pod.path("metadata").path("name").asText(), container);
    try (var lines =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(log, java.nio.charset.StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        session.println(start + line);
      }
    }
  }

  private String query(String container) {
    List<String> query = new ArrayList<>();
    query.add("container=" + ApiResource.encode(container));
    if (follow) {
      query.add("follow=true");
    }
    if (previous) {
      query.add("previous=true");
    }
    if (timestamps) {
      query.add("timestamps=true");
    }
    if (tail >= 0) {
      query.add("tailLines=" + tail);
    }
    if (since != null) {
      query.add("sinceSeconds=" + Math.max(1, Times.parseGoDuration(since).toSeconds()));
    }
    if (sinceTime != null) {
      query.add("sinceTime=" + ApiResource.encode(sinceTime));
    }
    if (limitBytes != null) {
      query.add("limitBytes=" + limitBytes);
    }
    return String.join("&", query);
  }
}
