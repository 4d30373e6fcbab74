package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.discovery.Discovery;
import dev.coxswain.kubectl.explain.Explanation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl explain`
@Command(name = "explain", description = "Says what a kind and its fields mean.")
public final class ExplainCommand extends KubectlAction {
  @Parameters(arity = "0..*", paramLabel = "TYPE[.FIELD…]")
  List<String> words = List.of();

  @Option(names = "--recursive", description = "All fields below, without their meaning.")
  boolean recursive;

  @Option(names = "--api-version", defaultValue = "", description = "Such as autoscaling/v1.")
  String apiVersion;

  @Override
  int run(Session session) {
    if (words.size() != 1) {
      throw new Failure(
          words.isEmpty()
              ? "You must specify the type of resource to explain. Use \"kubectl api-resources\""
                  + " for a complete list of supported resources.\n"
              : "We accept only this format: explain RESOURCE\n");
    }
    List<String> path = List.of(words.getFirst().split("\\.", -1));
    ApiResource resource;
    try {
      resource = resource(session, path.getFirst());
    } catch (Discovery.UnknownResource e) {
      session.complain(e.getMessage());
      return FAILED;
    }
    String root = resource.group().isEmpty() ? "/openapi/v3/api/" : "/openapi/v3/apis/";
    JsonNode document = session.client().get(root + resource.apiVersion());
    try {
      session.print(
          Explanation.of(
              document,
              resource.group(),
              resource.version(),
              resource.kind(),
              path.subList(1, path.size()),
              recursive));
      return OK;
    } catch (Explanation.NoSuchField e) {
      session.print(e.head());
      throw new Failure(e.getMessage());
    }
  }

  private ApiResource resource(Session session, String name) {
    var found = session.discovery().named(name);
    if (apiVersion.isEmpty()) {
      return found;
    }
    return session
        .discovery()
        .ofKind(apiVersion, found.kind())
        .orElseThrow(() ->
            new Failure(
                "couldn't find resource for \"%s, Resource=%s\""
                    .formatted(apiVersion, found.plural())));
  }
}
