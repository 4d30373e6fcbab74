package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Writes the version 2 document, which has everything.
final class OpenApiV2 {
  private static final List<String> MEDIA_TYPES =
      List.of("application/json", "application/vnd.kubernetes.protobuf", "application/yaml");

  private final Definitions definitions;

  private OpenApiV2(Comments comments) {
    definitions = new Definitions(Dialect.V2, comments);
  }

  static ObjectNode document(List<Path> paths, Comments comments) {
    return new OpenApiV2(comments).document(paths);
  }

  private ObjectNode document(List<Path> paths) {
    var document = Dialect.object().put("swagger", "2.0");
    document.set("info", OpenApi.info());
    var items = document.putObject("paths");
    paths.forEach(path -> items.set(path.path(), pathItem(path)));
    definitions.all().forEach(document.putObject("definitions")::set);
    document
        .putObject("securityDefinitions")
        .putObject("BearerToken")
        .put("type", "apiKey")
        .put("description", "Bearer Token authentication")
        .put("name", "authorization")
        .put("in", "header");
    document.putArray("security").addObject().putArray("BearerToken");
    return document;
  }

  private ObjectNode pathItem(Path path) {
    var item = Dialect.object();
    path.operations().forEach(operation -> item.set(operation.method(), operation(operation)));
    parameters(path.parameters(), item);
    return item;
  }

  private ObjectNode operation(Operation operation) {
    var node = Dialect.object();
    node.put("description", operation.description());
    (operation.isPatch() ? OpenApiV3.PATCH_TYPES : List.of("*/*"))
        .forEach(node.putArray("consumes")::add);
    produced(operation.answer()).forEach(node.putArray("produces")::add);
    node.putArray("schemes").add("https");
    node.putArray("tags").add(operation.tag());
    node.put("operationId", operation.id());
    operation
        .body()
        .ifPresent(body -> {
          var parameter =
              node.withArrayProperty("parameters")
                  .addObject()
                  .put("name", "body")
                  .put("in", "body");
          parameter.put("required", !operation.action().startsWith("delete"));
          parameter.set("schema", definitions.reference(body, ""));
        });
    parameters(operation.parameters(), node);
    var responses = node.putObject("responses");
    responses.set("200", response(operation, "OK"));
    operation
        .otherSuccess()
        .ifPresent(code ->
            responses.set(code, response(operation, code.equals("201") ? "Created" : "Accepted")));
    responses.putObject("401").put("description", "Unauthorized");
    operation.kind().ifPresent(kind -> Definitions.about(node, operation.action(), kind));
    return node;
  }

  private ObjectNode response(Operation operation, String description) {
    var node = Dialect.object().put("description", description);
    node.set("schema", definitions.schema(operation.answer()));
    return node;
  }

  private static List<String> produced(Answer answer) {
    return switch (answer) {
      case Answer.Typed _ -> MEDIA_TYPES;
      case Answer.Described _ -> List.of("application/json");
      case Answer.Text(var type) -> List.of(type);
    };
  }

  private static void parameters(List<Parameter> parameters, ObjectNode of) {
    for (var parameter : parameters) {
      var node =
          of.withArrayProperty("parameters")
              .addObject()
              .put("uniqueItems", true)
              .put("type", parameter.type())
              .put("description", parameter.description())
              .put("name", parameter.name())
              .put("in", parameter.in());
      if (parameter.required()) {
        node.put("required", true);
      }
    }
  }
}
