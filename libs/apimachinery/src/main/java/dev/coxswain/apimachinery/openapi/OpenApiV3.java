package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;

/// Writes the version 3 document of one group and version.
final class OpenApiV3 {
  private static final List<String> MEDIA_TYPES =
      List.of("application/json", "application/vnd.kubernetes.protobuf", "application/yaml");
  private static final List<String> STREAMED_TYPES =
      List.of(
          "application/json",
          "application/json;stream=watch",
          "application/vnd.kubernetes.protobuf",
          "application/vnd.kubernetes.protobuf;stream=watch",
          "application/yaml");
  static final List<String> PATCH_TYPES =
      List.of(
          "application/apply-patch+yaml",
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json");

  private final Definitions definitions;

  private OpenApiV3(Comments comments) {
    definitions = new Definitions(Dialect.V3, comments);
  }

  static ObjectNode document(List<Path> paths, Comments comments) {
    return new OpenApiV3(comments).document(paths);
  }

  private ObjectNode document(List<Path> paths) {
    var document = Dialect.object().put("openapi", "3.0.0");
    document.set("info", OpenApi.info());
    var items = document.putObject("paths");
    paths.forEach(path -> items.set(path.path(), pathItem(path)));
    var components = document.putObject("components");
    definitions.all().forEach(components.putObject("schemas")::set);
    components
        .putObject("securitySchemes")
        .putObject("BearerToken")
        .put("type", "apiKey")
        .put("description", "Bearer Token authentication")
        .put("name", "authorization")
        .put("in", "header");
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
    node.putArray("tags").add(operation.tag());
    node.put("description", operation.description()).put("operationId", operation.id());
    parameters(operation.parameters(), node);
    operation.body().ifPresent(body -> node.set("requestBody", body(operation, body)));
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

  private ObjectNode body(Operation operation, Descriptor sent) {
    var node = Dialect.object();
    var types = operation.isPatch() ? PATCH_TYPES : List.of("*/*");
    content(node, types, definitions.reference(sent, ""));
    return operation.action().startsWith("delete") ? node : node.put("required", true);
  }

  private ObjectNode response(Operation operation, String description) {
    var node = Dialect.object().put("description", description);
    var schema = definitions.schema(operation.answer());
    switch (operation.answer()) {
      case Answer.Typed _ when operation.isStreamed() -> content(node, STREAMED_TYPES, schema);
      case Answer.Typed _ -> content(node, MEDIA_TYPES, schema);
      case Answer.Described _ -> content(node, List.of("application/json"), schema);
      case Answer.Text(var type) -> content(node, List.of(type), schema);
    }
    return node;
  }

  private static void content(ObjectNode node, List<String> types, ObjectNode schema) {
    var content = node.putObject("content");
    types.forEach(type -> content.putObject(type).set("schema", schema));
  }

  private static void parameters(List<Parameter> parameters, ObjectNode of) {
    for (var parameter : parameters) {
      var node =
          of.withArrayProperty("parameters")
              .addObject()
              .put("name", parameter.name())
              .put("in", parameter.in())
              .put("description", parameter.description());
      if (parameter.required()) {
        node.put("required", true);
      }
      node.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
    }
  }
}
