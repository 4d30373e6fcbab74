package dev.coxswain.kubelet.runtime;

import java.util.List;

/// An image that the node has.
///
/// @param user the user its containers run as unless told otherwise; empty is root
public record ImageRecord(
    String id, List<String> tags, List<String> digests, long sizeBytes, String user) {

  public ImageRecord {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
  }

  /// As a container's status names it.
  public String reference() {
    return digests.isEmpty() ? "docker://" + id : "docker-pullable://" + digests.getFirst();
  }
}
