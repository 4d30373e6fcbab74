package dev.coxswain.kubectl.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What all commands that write have in common: dry runs, field validation, the name of the writer.
final class WriteOptions {
  @Mixin DryRunOption dryRun;

  @Option(
      names = "--validate",
      defaultValue = "strict",
      arity = "0..1",
      fallbackValue = "strict",
      description = "strict, warn or ignore.")
  String validate;

  @Option(names = "--field-manager", description = "The name under which fields are owned.")
  String fieldManager;

  boolean onClient() {
    return dryRun.onClient();
  }

  boolean onServer() {
    return dryRun.onServer();
  }

  /// What is added to the line that tells what happened.
  String suffix() {
    return dryRun.suffix();
  }

  /// The options as a query, with its question mark.
  ///
  /// @param manager the command's own name as a writer
  String query(String manager) {
    List<String> query = new ArrayList<>();
    query.add("fieldManager=" + (fieldManager == null ? manager : fieldManager));
    query.add("fieldValidation=" + validation());
    if (onServer()) {
      query.add("dryRun=All");
    }
    return "?" + String.join("&", query);
  }

  /// The options of a patch that is no manifest, so its fields are taken as they are.
  String patchQuery(String manager) {
    return "?fieldManager="
        + (fieldManager == null ? manager : fieldManager)
        + (onServer() ? "&dryRun=All" : "");
  }

  private String validation() {
    return switch (validate) {
      case "strict", "true" -> "Strict";
      case "warn" -> "Warn";
      case "ignore", "false" -> "Ignore";
      default ->
          throw new KubectlAction.Failure(
              "invalid validation directive: \"%s\"".formatted(validate));
    };
  }
}
