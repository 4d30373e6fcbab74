package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `kubectl set image`
@Command(name = "image", description = "Changes the images of containers.")
final class SetImageCommand extends PodSpecAction {
  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME CONTAINER=IMAGE")
  List<String> words = List.of();

  @Override
  int run(Session session) {
    if (images().isEmpty()) {
      throw new Failure("at least one image update is required");
    }
    return changeAll(session, words.stream().filter(word -> !word.contains("=")).toList());
  }

  private List<String> images() {
    return words.stream().filter(word -> word.contains("=")).toList();
  }

  @Override
  void change(ObjectNode object, ObjectNode podSpec) {
    for (String change : images()) {
      int equals = change.indexOf('=');
      String name = change.substring(0, equals);
      var found = containers(podSpec, name);
      if (found.isEmpty()) {
        throw new Failure("unable to find container named \"%s\"".formatted(name));
      }
      found.forEach(container -> container.put("image", change.substring(equals + 1)));
    }
  }

  @Override
  String told() {
    return "image updated";
  }
}
