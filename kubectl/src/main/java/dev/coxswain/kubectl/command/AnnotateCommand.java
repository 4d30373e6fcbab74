package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/// `kubectl annotate`
@Command(name = "annotate", description = "Sets and removes annotations.")
public final class AnnotateCommand extends MetadataAction {
  @Override
  String what() {
    return "annotation";
  }

  @Override
  void check(MetadataChange change) {
    // Any text is a value, and keys are the server's to judge.
  }

  @Override
  String told(JsonNode present, MetadataChange change) {
    return "annotated";
  }

  @Override
  String conflict(Target target, JsonNode present, String key) {
    return "--overwrite is false but found the following declared annotation(s): '%s' already has a value (%s)"
        .formatted(key, present.path(key).asText());
  }
}
