package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl set env`
@Command(name = "env", description = "Changes the environment of containers.")
final class SetEnvCommand extends PodSpecAction {
  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME NAME=VALUE|NAME-")
  List<String> words = List.of();

  @Option(
      names = {"-c", "--containers"},
      defaultValue = "*",
      description = "The container; * for all.")
  String container;

  @Option(
      names = {"-e", "--env"},
      description = "One more NAME=VALUE.")
  List<String> more = List.of();

  @Option(names = "--from", description = "All keys of configmap/NAME or secret/NAME.")
  String from;

  @Option(names = "--prefix", defaultValue = "", description = "Goes before names of --from.")
  String prefix;

  @Option(names = "--list", description = "Shows the environment.")
  boolean list;

  private List<ObjectNode> imported = List.of();

  @Override
  int run(Session session) {
    List<String> objects =
        words.stream().filter(word -> !word.contains("=") && !word.endsWith("-")).toList();
    if (list) {
      return show(session, objects);
    }
    imported = from == null ? List.of() : references(session);
    return changeAll(session, objects);
  }

  private int show(Session session, List<String> objects) {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, objects, failures)) {
      JsonNode spec = target.object().path("spec");
      JsonNode podSpec = spec.has("template") ? spec.path("template").path("spec") : spec;
      for (ObjectNode one : containers((ObjectNode) podSpec, container)) {
        session.println(
            "# %s %s, container %s"
                .formatted(target.resource().plural(), target.name(), one.path("name").asText()));
        one.path("env").forEach(variable -> session.println(shown(variable)));
      }
    }
    return failures.exitCode();
  }

  private static String shown(JsonNode variable) {
    String name = variable.path("name").asText();
    JsonNode source = variable.path("valueFrom");
    if (source.isMissingNode()) {
      return name + "=" + variable.path("value").asText();
    }
    for (String kind : List.of("configMap", "secret")) {
      JsonNode reference = source.path(kind + "KeyRef");
      if (!reference.isMissingNode()) {
        return "# %s from %s %s, key %s"
            .formatted(
                name,
                kind.toLowerCase(Locale.ROOT),
                reference.path("name").asText(),
                reference.path("key").asText());
      }
    }
    return "# %s from field path %s"
        .formatted(name, source.path("fieldRef").path("fieldPath").asText());
  }

  private List<ObjectNode> references(Session session) {
    var selected = Selected.parse(List.of(from), session.discovery()).getFirst();
    String name = selected.names().getFirst();
    JsonNode data = session.client().get(selected.resource().path(session.namespace(), name));
    var keys = new TreeSet<String>();
    data.path("data").properties().forEach(entry -> keys.add(entry.getKey()));
    String reference =
        selected.resource().kind().equals("Secret") ? "secretKeyRef" : "configMapKeyRef";
    List<ObjectNode> variables = new ArrayList<>();
    for (String key : keys) {
      var variable = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
      variable.put("name", prefix + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_"));
      variable.putObject("valueFrom").putObject(reference).put("key", key).put("name", name);
      variables.add(variable);
    }
    return variables;
  }

  @Override
  void change(ObjectNode object, ObjectNode podSpec) {
    for (ObjectNode one : containers(podSpec, container)) {
      var env = one.withArray("/env");
      imported.forEach(variable -> put(env, variable));
      for (String word : all()) {
        int equals = word.indexOf('=');
        if (equals > 0) {
          var variable = one.objectNode();
          variable.put("name", word.substring(0, equals)).put("value", word.substring(equals + 1));
          put(env, variable);
        } else if (word.endsWith("-")) {
          remove(env, word.substring(0, word.length() - 1));
        }
      }
      if (env.isEmpty()) {
        one.remove("env");
      }
    }
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  private static void put(ArrayNode env, ObjectNode variable) {
    for (int i = 0; i < env.size(); i++) {
      if (env.get(i).path("name").equals(variable.path("name"))) {
        env.set(i, variable);
        return;
      }
    }
    env.add(variable);
  }

  private static void remove(ArrayNode env, String name) {
    for (int i = env.size() - 1; i >= 0; i--) {
      if (env.get(i).path("name").asText().equals(name)) {
        env.remove(i);
      }
    }
  }

  @Override
  String told() {
    return "env updated";
  }
}
