package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.stream.RemoteProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl run`
@Command(name = "run", description = "Creates and runs one pod.")
public final class RunCommand extends KubectlAction {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  String name;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGUMENT")
  List<String> words = List.of();

  @Option(names = "--image", description = "The image to run.")
  String image;

  @Option(names = "--command", description = "The words after -- replace the image's entry point.")
  boolean asCommand;

  @Option(
      names = {"-l", "--labels"},
      defaultValue = "",
      description = "Labels of the pod; run=NAME when there are none.")
  String labels;

  @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Environment of the container.")
  List<String> environment = List.of();

  @Option(names = "--port", description = "The port that the container exposes.")
  Integer port;

  @Option(names = "--restart", defaultValue = "Always", description = "Always, OnFailure or Never.")
  String restart;

  @Option(names = "--image-pull-policy", description = "Always, IfNotPresent or Never.")
  String pullPolicy;

  @Option(
      names = {"-i", "--stdin"},
      description = "Keeps standard input open.")
  boolean stdin;

  @Option(
      names = {"-t", "--tty"},
      description = "The container gets a terminal.")
  boolean tty;

  @Option(names = "--attach", description = "Waits for the pod to run and attaches to it.")
  boolean attach;

  @Option(names = "--rm", description = "Deletes the pod when it has ended.")
  boolean remove;

  @Option(
      names = {"-q", "--quiet"},
      description = "Says less.")
  boolean quiet;

  @Override
  int run(Session session) throws IOException {
    check();
    var pods = session.discovery().named("pods");
    boolean attaching = (attach || stdin) && !write.onClient();
    if (!attaching) {
      Created.create(session, pods, pod(), write, output, "kubectl-run");
      return OK;
    }
    var pod = pod();
    session.client().post(pods.path(session.namespace()) + write.query("kubectl-run"), pod);
    try {
      return attach(session, pods);
    } finally {
      if (remove) {
        session
            .client()
            .delete(pods.path(session.namespace(), name), JsonNodeFactory.instance.objectNode());
        session.println("pod \"%s\" deleted".formatted(name));
      }
    }
  }

  private void check() {
    if (name == null) {
      throw new Failure("NAME is required for run");
    }
    if (image == null || image.isEmpty()) {
      throw new Failure("required flag(s) \"image\" not set");
    }
    if (!List.of("Always", "OnFailure", "Never").contains(restart)) {
      throw new Failure("invalid restart policy: " + restart);
    }
    if (remove && !(attach || stdin)) {
      throw new Failure("--rm should only be used for attached containers");
    }
    if (tty && !stdin && !attach) {
      throw new Failure("-i/--stdin is required for containers with -t/--tty=true");
    }
  }

  private ObjectNode pod() {
    var pod = Objects.object("v1", "Pod", name);
    Objects.putLabels(
        pod.withObject("/metadata"),
        labels.isEmpty() ? Map.of("run", name) : Objects.labels(labels));
    var spec = pod.putObject("spec");
    var container = Objects.container(name, image, words, asCommand);
    if (port != null) {
      container.putArray("ports").addObject().put("containerPort", port);
    }
    addEnvironment(container);
    if (pullPolicy != null) {
      container.put("imagePullPolicy", pullPolicy);
    }
    if (stdin) {
      container.put("stdin", true);
      if (attach || restart.equals("Never")) {
        container.put("stdinOnce", true);
      }
    }
    if (tty) {
      container.put("tty", true);
    }
    spec.putArray("containers").add(container);
    spec.put("dnsPolicy", "ClusterFirst");
    spec.put("restartPolicy", restart);
    pod.putObject("status");
    return pod;
  }

  private void addEnvironment(ObjectNode container) {
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw new Failure("invalid env: " + variable);
      }
      container
          .withArray("/env")
          .addObject()
          .put("name", variable.substring(0, equals))
          .put("value", variable.substring(equals + 1));
    }
  }

  private int attach(Session session, ApiResource pods) throws IOException {
    String path = pods.path(session.namespace(), name);
    String[] phase = {""};
    boolean started =
        Polling.until(
            START_TIMEOUT,
            () -> {
              JsonNode pod = session.client().get(path);
              phase[0] = pod.path("status").path("phase").asText();
              return !phase[0].equals("Pending");
            });
    if (!started) {
      throw new Failure("timed out waiting for the condition");
    }
    if (phase[0].equals("Running")) {
      if (stdin && !quiet) {
        session.complain("If you don't see a command prompt, try pressing enter.");
      }
      List<String> query = new ArrayList<>(List.of("container=" + ApiResource.encode(name)));
      new RemoteProcess(session.client(), stdin, tty)
          .run(path + "/attach", query, session.out(), session.err());
    } else {
      session.print(logs(session, path));
    }
    return exitCode(session, path);
  }

  private static String logs(Session session, String path) throws IOException {
    try (var text = session.client().open(path + "/log")) {
      return new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /// A pod that ends gives its exit code; one that is restarted gives none.
  private int exitCode(Session session, String path) {
    if (restart.equals("Always")) {
      return OK;
    }
    int[] code = {0};
    Polling.until(
        START_TIMEOUT,
        () -> {
          JsonNode status = session.client().get(path).path("status");
          code[0] =
              status
                  .path("containerStatuses")
                  .path(0)
                  .path("state")
                  .path("terminated")
                  .path("exitCode")
                  .asInt();
          return List.of("Succeeded", "Failed").contains(status.path("phase").asText());
        });
    if (code[0] != 0) {
      session.complain("pod %s/%s terminated (Error)".formatted(session.namespace(), name));
    }
    return code[0];
  }
}
