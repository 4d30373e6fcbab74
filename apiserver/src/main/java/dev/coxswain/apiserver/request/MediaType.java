package dev.coxswain.apiserver.request;

/// How the body of a request is encoded.
public enum MediaType {
  JSON("application/json"),
  YAML("application/yaml"),
  PROTOBUF("application/vnd.kubernetes.protobuf");

  private final String text;

  MediaType(String text) {
    this.text = text;
  }

  /// As in a `Content-Type`.
  public String text() {
    return text;
  }
}
