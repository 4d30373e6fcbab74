package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/// `kubectl label`
@Command(name = "label", description = "Sets and removes labels.")
public final class LabelCommand extends MetadataAction {
  private static final String VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
  private static final int LONGEST = 63;

  @Override
  String what() {
    return "label";
  }

  @Override
  void check(MetadataChange change) {
    change
        .set()
        .forEach((key, value) -> {
          if (value.length() > LONGEST) {
            throw new Failure(
                "invalid label value: \"%s=%s\": must be no more than %d characters"
                    .formatted(key, value, LONGEST));
          }
          if (!value.matches(VALUE)) {
            throw new Failure(
                "invalid label value: \"%s=%s\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '%s')"
                    .formatted(key, value, VALUE));
          }
        });
  }

  @Override
  String told(JsonNode present, MetadataChange change) {
    if (!change.changes(present)) {
      return "not labeled";
    }
    return change.set().isEmpty() ? "unlabeled" : "labeled";
  }

  @Override
  String conflict(Target target, JsonNode present, String key) {
    return "'%s' already has a value (%s), and --overwrite is false"
        .formatted(key, present.path(key).asText());
  }
}
