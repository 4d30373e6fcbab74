package dev.coxswain.apiserver.request;

import java.util.Optional;

/// How a patch describes the change.
public enum PatchType {
  JSON("application/json-patch+json"),
  MERGE("application/merge-patch+json"),
  STRATEGIC("application/strategic-merge-patch+json"),
  APPLY("application/apply-patch+yaml");

  private final String mediaType;

  PatchType(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /// The type of a `Content-Type` without parameters.
  public static Optional<PatchType> of(String mediaType) {
    for (var type : values()) {
      if (type.mediaType.equalsIgnoreCase(mediaType)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
