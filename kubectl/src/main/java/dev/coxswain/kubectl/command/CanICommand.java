package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.discovery.Discovery;
import dev.coxswain.kubectl.print.GoValues;
import dev.coxswain.kubectl.print.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl auth can-i`
@Command(name = "can-i", description = "Asks whether an action is allowed.")
final class CanICommand extends KubectlAction {
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";

  @Mixin SelectionOptions selection;

  @Parameters(arity = "0..*", paramLabel = "VERB TYPE[/NAME]|URL")
  List<String> words = List.of();

  @Option(names = "--list", description = "Everything that is allowed.")
  boolean list;

  @Option(names = "--no-headers", description = "Leaves the line of column names out.")
  boolean noHeaders;

  @Option(names = "--subresource", defaultValue = "", description = "Such as log or scale.")
  String subresource;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the exit code answers.")
  boolean quiet;

  @Override
  int run(Session session) {
    return list ? showAll(session) : ask(session);
  }

  private int ask(Session session) {
    if (words.size() < 2 || words.size() > 3) {
      throw new Failure(
          "you must specify two arguments: verb resource or verb resource/resourceName.\n"
              + "See 'kubectl auth can-i -h' for help and examples.");
    }
    var review = Objects.review("authorization.k8s.io/v1", "SelfSubjectAccessReview");
    var spec = review.putObject("spec");
    if (words.get(1).startsWith("/")) {
      spec.putObject("nonResourceAttributes").put("path", words.get(1)).put("verb", words.get(0));
    } else {
      spec.set("resourceAttributes", resource(session));
    }
    JsonNode answer =
        session.client().post(REVIEWS + "selfsubjectaccessreviews", review).path("status");
    boolean allowed = answer.path("allowed").asBoolean();
    if (!quiet) {
      session.println(told(allowed, answer));
    }
    return allowed ? OK : FAILED;
  }

  private static String told(boolean allowed, JsonNode answer) {
    String reason = answer.path("reason").asText();
    String error = answer.path("evaluationError").asText();
    return allowed
        ? "yes"
        : "no" + (reason.isEmpty() ? "" : " - " + reason) + (error.isEmpty() ? "" : " - " + error);
  }

  private ObjectNode resource(Session session) {
    String word = words.get(1);
    int slash = word.indexOf('/');
    String type = slash < 0 ? word : word.substring(0, slash);
    String name = words.size() == 3 ? words.get(2) : slash < 0 ? "" : word.substring(slash + 1);
    var attributes = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    var found = lookUp(session, type);
    boolean everywhere = selection.allNamespaces || found.map(r -> !r.namespaced()).orElse(false);
    if (!everywhere) {
      attributes.put("namespace", session.namespace());
    }
    attributes.put("verb", words.getFirst());
    attributes.put("group", found.map(ApiResource::group).orElseGet(() -> groupOf(type)));
    attributes.put(
        "resource", found.map(ApiResource::plural).orElseGet(() -> type.split("\\.", 2)[0]));
    if (!subresource.isEmpty()) {
      attributes.put("subresource", subresource);
    }
    if (!name.isEmpty()) {
      attributes.put("name", name);
    }
    return attributes;
  }

  private static String groupOf(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? "" : type.substring(dot + 1);
  }

  private static Optional<ApiResource> lookUp(Session session, String type) {
    if (type.equals("*")) {
      return Optional.empty();
    }
    try {
      var found = session.discovery().named(type);
      return Optional.of(found);
    } catch (Discovery.UnknownResource _) {
      session.complain("Warning: the server doesn't have a resource type '%s'\n".formatted(type));
      return Optional.empty();
    }
  }

  private int showAll(Session session) {
    var review = Objects.review("authorization.k8s.io/v1", "SelfSubjectRulesReview");
    review.putObject("spec").put("namespace", session.namespace());
    JsonNode status =
        session.client().post(REVIEWS + "selfsubjectrulesreviews", review).path("status");
    var table = new TextTable();
    if (!noHeaders) {
      table.row(List.of("Resources", "Non-Resource URLs", "Resource Names", "Verbs"));
    }
    List<List<String>> rows = new ArrayList<>();
    status.path("resourceRules").forEach(rule -> addRows(rule, rows));
    for (JsonNode rule : status.path("nonResourceRules")) {
      for (JsonNode url : rule.path("nonResourceURLs")) {
        rows.add(List.of("", "[" + url.asText() + "]", "[]", GoValues.show(rule.path("verbs"))));
      }
    }
    rows.stream()
        .sorted(java.util.Comparator.comparing(List::getFirst, CanICommand::order))
        .forEach(table::row);
    session.print(table.render());
    return OK;
  }

  /// Rules with resources come before those with URLs.
  private static int order(String one, String other) {
    return Boolean.compare(one.isEmpty(), other.isEmpty());
  }

  private static void addRows(JsonNode rule, List<List<String>> rows) {
    for (JsonNode resource : rule.path("resources")) {
      for (JsonNode group : rule.path("apiGroups")) {
        String name =
            group.asText().isEmpty() ? resource.asText() : resource.asText() + "." + group.asText();
        String names = rule.has("resourceNames") ? GoValues.show(rule.path("resourceNames")) : "[]";
        rows.add(List.of(name, "[]", names, GoValues.show(rule.path("verbs"))));
      }
    }
  }
}
