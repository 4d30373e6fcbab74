package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.apply.ThreeWayPatch;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that changes the pod spec of objects: a pod's own, or that of a template.
abstract class PodSpecAction extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Option(names = "--local", description = "Only shows what the file's objects would be.")
  boolean local;

  /// Changes each object and tells about it.
  ///
  /// @param words what names the objects
  int changeAll(Session session, List<String> words) {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      try {
        change(session, target);
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private void change(Session session, Target target) {
    ObjectNode changed = target.object().deepCopy();
    change(changed, podSpec(changed, target));
    var schema = ApplyCommand.schema(target.resource());
    var patch = ThreeWayPatch.between(target.object(), changed, target.object(), schema);
    if (patch.isEmpty() && output.format.isEmpty()) {
      return;
    }
    JsonNode now = changed;
    if (!write.onClient() && !local && !patch.isEmpty()) {
      now =
          session
              .client()
              .patch(
                  target.path() + write.patchQuery("kubectl-set"),
                  ApplyCommand.mediaType(schema),
                  patch);
    }
    Created.tell(session, target.resource(), now, output, told() + write.suffix());
  }

  private static ObjectNode podSpec(ObjectNode object, Target target) {
    JsonNode spec =
        switch (target.resource().groupResource()) {
          case "pods" -> object.path("spec");
          case "podtemplates" -> object.path("template").path("spec");
          case "cronjobs.batch" ->
              object.path("spec").path("jobTemplate").path("spec").path("template").path("spec");
          default -> object.path("spec").path("template").path("spec");
        };
    if (!(spec instanceof ObjectNode found)) {
      throw new Failure(
          "the object is not a pod or does not have a pod template: " + target.resource().kind());
    }
    return found;
  }

  /// The containers that a name or `*` means.
  static List<ObjectNode> containers(ObjectNode podSpec, String name) {
    return java.util.stream.Stream.of("initContainers", "containers")
        .flatMap(
            list -> java.util.stream.StreamSupport.stream(podSpec.path(list).spliterator(), false))
        .filter(one -> name.equals("*") || one.path("name").asText().equals(name))
        .map(ObjectNode.class::cast)
        .toList();
  }

  /// Makes the change, in place.
  abstract void change(ObjectNode object, ObjectNode podSpec);

  /// What happened, such as `image updated`.
  abstract String told();
}
