package dev.coxswain.kubectl.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// The server refused; what it said is a `Status`.
public final class ServerError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JsonNode status;

  ServerError(JsonNode status) {
    super(status.path("message").asText());
    this.status = status;
  }

  static ServerError unstructured(int code, String body) {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("code", code);
    status.put("reason", code == 404 ? "NotFound" : "");
    status.put(
        "message", code == 404 ? "the server could not find the requested resource" : body.strip());
    return new ServerError(status);
  }

  public int code() {
    return status.path("code").asInt();
  }

  public String reason() {
    return status.path("reason").asText();
  }

  public boolean isNotFound() {
    return code() == 404;
  }

  /// As a person is told: an object that is invalid speaks for itself, everything else came "from
  /// server".
  public String describe() {
    if (reason().equals("Invalid")) {
      return getMessage().startsWith("The ") ? getMessage() : invalid();
    }
    return reason().isEmpty()
        ? "Error from server: " + getMessage()
        : "Error from server (" + reason() + "): " + getMessage();
  }

  /// The same refusal, told with the file whose object it is about.
  ///
  /// @param doing such as `creating`
  public ServerError during(String doing, String source) {
    if (reason().equals("Invalid")) {
      return this;
    }
    var told = (com.fasterxml.jackson.databind.node.ObjectNode) status.deepCopy();
    told.put("message", "error when " + doing + " \"" + source + "\": " + getMessage());
    return new ServerError(told);
  }

  private String invalid() {
    var details = status.path("details");
    var causes = details.path("causes");
    String subject =
        "The %s \"%s\" is invalid"
            .formatted(details.path("kind").asText(), details.path("name").asText());
    if (causes.isEmpty()) {
      return subject + ": " + getMessage();
    }
    if (causes.size() == 1) {
      return subject + ": " + cause(causes.get(0));
    }
    var text = new StringBuilder(subject).append(": ");
    causes.forEach(cause -> text.append("\n* ").append(cause(cause)));
    return text.toString();
  }

  private static String cause(JsonNode cause) {
    String field = cause.path("field").asText();
    return field.isEmpty()
        ? cause.path("message").asText()
        : field + ": " + cause.path("message").asText();
  }
}
