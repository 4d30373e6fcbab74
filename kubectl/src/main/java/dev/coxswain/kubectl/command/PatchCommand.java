package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl patch`
@Command(name = "patch", description = "Changes fields of an object.")
public final class PatchCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(
      names = {"-p", "--patch"},
      defaultValue = "",
      description = "The patch, in JSON or YAML.")
  String patch;

  @Option(names = "--patch-file", description = "The file with the patch.")
  Path patchFile;

  @Option(names = "--type", defaultValue = "strategic", description = "json, merge or strategic.")
  String type;

  @Option(
      names = "--subresource",
      defaultValue = "",
      description = "Changes this part of the object: status, scale, resize.")
  String subresource;

  @Override
  int run(Session session) throws IOException {
    String mediaType = mediaType();
    String text = patchFile == null ? patch : Files.readString(patchFile);
    if (text.isEmpty()) {
      throw new Failure(
          "must specify --patch or --patch-file containing the contents of the patch");
    }
    JsonNode change = parse(text);
    output.checkObjects();
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      try {
        patch(session, target, mediaType, change);
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private String mediaType() {
    return switch (type) {
      case "json" -> RestClient.JSON_PATCH;
      case "merge" -> RestClient.MERGE_PATCH;
      case "strategic" -> RestClient.STRATEGIC_PATCH;
      default ->
          throw new Failure("--type must be one of [json merge strategic], not \"" + type + "\"");
    };
  }

  private static JsonNode parse(String text) {
    try {
      return YamlCodec.documents(text).iterator().next();
    } catch (RuntimeException e) {
      throw new Failure("unable to parse \"%s\": %s".formatted(text, e.getMessage()));
    }
  }

  private void patch(Session session, Target target, String mediaType, JsonNode change) {
    String path = target.path() + (subresource.isEmpty() ? "" : "/" + subresource);
    JsonNode now =
        write.onClient()
            ? target.object()
            : session.client().patch(path + write.patchQuery("kubectl-patch"), mediaType, change);
    boolean changed = write.onClient() || !sameBut(target.object(), now);
    String what = changed ? "patched" : "patched (no change)";
    Created.tell(session, target.resource(), now, output, what + write.suffix());
  }

  private static boolean sameBut(JsonNode before, JsonNode now) {
    return before
        .path("metadata")
        .path("resourceVersion")
        .equals(now.path("metadata").path("resourceVersion"));
  }
}
