package dev.coxswain.client.fake;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.client.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Objects with their history, and who watches them.
final class FakeStore {
  /// One write; `after` is absent for a deletion.
  record Change(
      ResourceType type, long version, Optional<Message> before, Optional<Message> after) {
    /// What watchers of a deletion, or of an object no longer selected, are shown.
    Message last() {
      var object = after.or(() -> before).orElseThrow();
      return withVersion(object, version);
    }
  }

  private record Watcher(ResourceType type, FakeWatch watch) {}

  private final Map<ResourceType, Map<ObjectKey, Message>> objects = new HashMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private long version = 1;
  private long oldest = 1;

  String version() {
    return Long.toString(version);
  }

  Optional<Message> find(ResourceType type, ObjectKey key) {
    return Optional.ofNullable(of(type).get(key));
  }

  List<Message> list(ResourceType type, Predicate<Message> selected) {
    return of(type).values().stream().filter(selected).toList();
  }

  Message put(ResourceType type, Message object) {
    var stored = withVersion(object, ++version);
    var before = of(type).put(Metadata.key(stored), stored);
    record(new Change(type, version, Optional.ofNullable(before), Optional.of(stored)));
    return stored;
  }

  void remove(ResourceType type, ObjectKey key) {
    var before = of(type).remove(key);
    version++;
    record(new Change(type, version, Optional.of(before), Optional.empty()));
  }

  FakeWatch watch(ResourceType type, String from, Predicate<Message> selected) {
    var watch = new FakeWatch(selected);
    if (from.isEmpty() || from.equals("0")) {
      list(type, selected).forEach(o -> watch.send(WatchEvent.Type.ADDED, o));
    } else if (Long.parseLong(from) < oldest) {
      throw ApiException.of(
          new Refusal.Expired("too old resource version: %s (%d)".formatted(from, oldest)));
    } else {
      history.stream()
          .filter(c -> c.type().equals(type) && c.version() > Long.parseLong(from))
          .forEach(watch::offer);
    }
    watchers.add(new Watcher(type, watch));
    return watch;
  }

  void endWatches(Optional<ApiException> why) {
    watchers.forEach(watcher -> watcher.watch().end(why));
    watchers.clear();
  }

  /// Forgets what happened so far: older watches can't be resumed.
  void compact() {
    history.clear();
    oldest = version;
  }

  private void record(Change change) {
    history.add(change);
    watchers.stream()
        .filter(w -> w.type().equals(change.type()))
        .forEach(w -> w.watch().offer(change));
  }

  private Map<ObjectKey, Message> of(ResourceType type) {
    return objects.computeIfAbsent(type, _ -> new TreeMap<>());
  }

  private static Message withVersion(Message object, long version) {
    return Metadata.edit(object, m -> m.setResourceVersion(Long.toString(version)));
  }
}
