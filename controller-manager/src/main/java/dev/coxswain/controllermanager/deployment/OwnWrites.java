package dev.coxswain.controllermanager.deployment;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The versions that this program wrote and may not see in its cache yet. Deciding on what was
/// before them would do the same thing twice.
final class OwnWrites {
  private final Map<String, Long> versions = new ConcurrentHashMap<>();

  /// @param object as the server answered
  void wrote(Message object) {
    versions.merge(Metadata.of(object).getUid(), version(object), Math::max);
  }

  /// Whether the cached objects are at least as new as what was written. If not, the cache is about
  /// to change.
  boolean areSeenIn(List<? extends Message> cached) {
    return cached.stream().allMatch(this::isSeenIn);
  }

  void forget(Message deleted) {
    versions.remove(Metadata.of(deleted).getUid());
  }

  private boolean isSeenIn(Message cached) {
    var written = versions.get(Metadata.of(cached).getUid());
    return written == null || version(cached) >= written;
  }

  private static long version(Message object) {
    return Long.parseLong(Metadata.of(object).getResourceVersion());
  }
}
