package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `label` and `annotate` have in common.
abstract class MetadataAction extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME KEY=VALUE|KEY-")
  List<String> words = List.of();

  @Option(names = "--overwrite", description = "Values that are there may be changed.")
  boolean overwrite;

  @Option(names = "--list", description = "Shows what is there.")
  boolean list;

  @Option(
      names = "--resource-version",
      defaultValue = "",
      description = "Only when the object still has this version.")
  String resourceVersion;

  /// `label` or `annotation`
  abstract String what();

  /// What happened to an object.
  abstract String told(JsonNode present, MetadataChange change);

  /// Refuses what the server would not take either.
  abstract void check(MetadataChange change);

  private String field() {
    return what() + "s";
  }

  @Override
  int run(Session session) {
    var change = MetadataChange.parse(words, what());
    if (change.isEmpty() && !list) {
      throw new Failure("at least one %s update is required".formatted(what()));
    }
    check(change);
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, change.objects(), failures)) {
      try {
        if (list) {
          show(session, target);
        } else {
          change(session, target, change);
        }
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private void show(Session session, Target target) {
    var shown = new java.util.TreeMap<String, String>();
    target
        .object()
        .path("metadata")
        .path(field())
        .properties()
        .forEach(entry -> shown.put(entry.getKey(), entry.getValue().asText()));
    shown.forEach((key, value) -> session.println(key + "=" + value));
  }

  private void change(Session session, Target target, MetadataChange change) {
    JsonNode present = target.object().path("metadata").path(field());
    if (!overwrite) {
      refuseConflicts(target, present, change);
    }
    change.removed().stream()
        .filter(key -> !present.has(key) && what().equals("label"))
        .forEach(key -> session.println("label \"%s\" not found.".formatted(key)));
    JsonNode now = target.object();
    if (change.changes(present) && !write.onClient()) {
      var patch = change.patch(field());
      if (!resourceVersion.isEmpty()) {
        patch.withObject("/metadata").put("resourceVersion", resourceVersion);
      }
      String query = write.patchQuery("kubectl-" + (what().equals("label") ? what() : "annotate"));
      now = session.client().patch(target.path() + query, RestClient.MERGE_PATCH, patch);
    }
    Created.tell(session, target.resource(), now, output, told(present, change) + write.suffix());
  }

  private void refuseConflicts(Target target, JsonNode present, MetadataChange change) {
    var conflicts = change.conflicts(present);
    if (conflicts.isEmpty()) {
      return;
    }
    throw new Failure(conflict(target, present, conflicts.getFirst()));
  }

  /// Why a value is not changed.
  abstract String conflict(Target target, JsonNode present, String key);
}
