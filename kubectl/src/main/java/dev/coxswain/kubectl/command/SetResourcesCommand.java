package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl set resources`
@Command(name = "resources", description = "Changes what containers request and may use.")
final class SetResourcesCommand extends PodSpecAction {
  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(
      names = {"-c", "--containers"},
      defaultValue = "*",
      description = "The container; * for all.")
  String container;

  @Option(names = "--limits", defaultValue = "", description = "Such as cpu=200m,memory=512Mi.")
  String limits;

  @Option(names = "--requests", defaultValue = "", description = "Such as cpu=100m,memory=256Mi.")
  String requests;

  @Override
  int run(Session session) {
    if (limits.isEmpty() && requests.isEmpty()) {
      throw new Failure(
          "you must specify an update to requests or limits (in the form of --requests/--limits)");
    }
    return changeAll(session, words);
  }

  @Override
  void change(ObjectNode object, ObjectNode podSpec) {
    var found = containers(podSpec, container);
    if (found.isEmpty()) {
      throw new Failure("unable to find container named " + container);
    }
    for (ObjectNode one : found) {
      put(one, "limits", limits);
      put(one, "requests", requests);
    }
  }

  private static void put(ObjectNode container, String field, String amounts) {
    if (!amounts.isEmpty()) {
      var resources = container.withObject("/resources/" + field);
      Objects.labels(amounts).forEach(resources::put);
    }
  }

  @Override
  String told() {
    return "resource requirements updated";
  }
}
