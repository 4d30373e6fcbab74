package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.apply.ThreeWayPatch;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `kubectl edit`
@Command(name = "edit", description = "Changes objects in your editor.")
public final class EditCommand extends KubectlAction {
  private static final String HEAD =
      """
      # Please edit the object below. Lines beginning with a '#' will be ignored,
      # and an empty file will abort the edit. If an error occurs while saving this file will be
      # reopened with the relevant failures.
      #
      """;

  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Override
  int run(Session session) throws IOException {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      try {
        edit(session, target);
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private void edit(Session session, Target target) throws IOException {
    ObjectNode before = target.object().deepCopy();
    before.withObject("/metadata").remove("managedFields");
    String text = HEAD + YamlCodec.toYaml(before);
    Path file = Files.createTempFile("kubectl-edit-", ".yaml");
    try {
      Files.writeString(file, text);
      openEditor(file);
      String edited = Files.readString(file);
      var after = parse(edited);
      if (after.isEmpty() || after.get().equals(before)) {
        session.complain(
            after.isEmpty()
                ? "Edit cancelled, saved file was empty."
                : "Edit cancelled, no changes made.");
        return;
      }
      save(session, target, before, after.get());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Optional<JsonNode> parse(String text) {
    for (JsonNode document : YamlCodec.documents(text)) {
      if (!document.isNull() && !document.isMissingNode()) {
        return Optional.of(document);
      }
    }
    return Optional.empty();
  }

  private static void openEditor(Path file) throws IOException {
    String editor =
        Stream.of("KUBE_EDITOR", "EDITOR")
            .map(System::getenv)
            .filter(value -> value != null && !value.isEmpty())
            .findFirst()
            .orElse("vi");
    var process =
        new ProcessBuilder("/bin/sh", "-c", editor + " \"$0\"", file.toString())
            .inheritIO()
            .start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new Failure(
            "there was a problem with the editor \"%s\": it ended with %d".formatted(editor, code));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }

  private void save(Session session, Target target, ObjectNode before, JsonNode after) {
    var schema = ApplyCommand.schema(target.resource());
    var patch = ThreeWayPatch.between(before, after, before, schema);
    JsonNode now =
        session
            .client()
            .patch(
                target.path() + write.query("kubectl-edit"), ApplyCommand.mediaType(schema), patch);
    Created.tell(session, target.resource(), now, output, "edited" + write.suffix());
  }
}
