package dev.coxswain.controllermanager.deployment;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The versions that this program wrote and may not see in its cache yet. Deciding on what was
/// before them would do the same thing twice.
final class OwnWrites {
  private final Map<String, Long> versions = new ConcurrentHashMap<>();

  /// What was made for an owner, by both their uids.
  private final Map<String, Map<String, ObjectKey>> created = new ConcurrentHashMap<>();

  /// @param object as the server answered
  void wrote(Message object) {
    versions.merge(Metadata.of(object).getUid(), version(object), Math::max);
  }

  /// @param object as the server answered
  void created(Message owner, Message object) {
    created
        .computeIfAbsent(uid(owner), _ -> new ConcurrentHashMap<>())
        .put(uid(object), Metadata.key(object));
  }

  /// Whether something that was made for the owner is not among the cached objects, though it is
  /// there. What somebody deleted before it was seen is not waited for.
  ///
  /// @param exists asks the server
  boolean hasUnseen(Message owner, List<? extends Message> cached, Predicate<ObjectKey> exists) {
    var mine = created.get(uid(owner));
    if (mine == null) {
      return false;
    }
    cached.forEach(object -> mine.remove(uid(object)));
    mine.values().removeIf(exists.negate());
    if (!mine.isEmpty()) {
      return true;
    }
    created.remove(uid(owner));
    return false;
  }

  private static String uid(Message object) {
    return Metadata.of(object).getUid();
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
