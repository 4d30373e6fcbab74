package dev.coxswain.apimachinery.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves ownership after a write that was not an apply.
final class Tracking {
  /// Entries of more updaters than this are folded together, oldest first.
  private static final int MAX_UPDATERS = 10;

  private static final String OLD_UPDATES = "ancient-changes";

  private Tracking() {}

  /// The writer comes to own what it changed; everybody loses what was removed.
  static void update(Managed managed, Comparison comparison, Writer writer) {
    var changes = comparison.without(writer.reset());
    var gained = SystemFields.strip(changes.changed());
    var self = writer.as(Manager.UPDATE);
    if (ownsAlready(managed, self, changes, gained)) {
      take(managed, changes, Optional.of(self));
      managed.touch(self, writer.apiVersion(), writer.now());
      foldOldUpdaters(managed);
      return;
    }
    take(managed, changes, Optional.empty());
    if (!gained.isEmpty()) {
      var before = managed.of(self).map(Managed.Owned::fields).orElse(FieldSet.EMPTY);
      managed.set(self, gained.union(before), writer.apiVersion(), Optional.of(writer.now()));
    }
    foldOldUpdaters(managed);
  }

  /// Whether the writer keeps exactly the fields that it had, as those do who report the same
  /// things over and over.
  private static boolean ownsAlready(
      Managed managed, Manager self, Comparison changes, FieldSet gained) {
    return !gained.isEmpty()
        && gained.covers(changes.changed())
        && managed
            .of(self)
            .filter(own -> own.fields().covers(gained) && !own.intersects(changes.removed()))
            .isPresent();
  }

  /// Takes away what has changed or gone from everybody but the one who changed it.
  static void take(Managed managed, Comparison changes, Optional<Manager> keeper) {
    if (changes.isEmpty()) {
      return;
    }
    var lost = changes.changed().union(changes.removed());
    for (var entry : List.copyOf(managed.all().entrySet())) {
      if (keeper.isPresent() && keeper.get().equals(entry.getKey())) {
        continue;
      }
      var owner = entry.getValue();
      if (owner.isEmpty()) {
        managed.remove(entry.getKey());
      } else if (owner.intersects(lost)) {
        managed.keep(entry.getKey(), owner.fields().minus(lost));
      }
    }
  }

  private static void foldOldUpdaters(Managed managed) {
    var updaters = new ArrayList<Manager>();
    for (var manager : managed.all().keySet()) {
      if (!manager.applies()) {
        updaters.add(manager);
      }
    }
    updaters.sort(
        Comparator.<Manager>comparingLong(m -> managed.all().get(m).seconds())
            .thenComparing(Comparator.naturalOrder()));
    Map<String, Manager> firstOfVersion = new HashMap<>();
    var count = updaters.size();
    for (var manager : updaters) {
      if (count <= MAX_UPDATERS) {
        return;
      }
      var first = firstOfVersion.putIfAbsent(manager.apiVersion(), manager);
      if (first != null) {
        fold(managed, first, manager);
        count--;
      }
    }
  }

  private static void fold(Managed managed, Manager first, Manager manager) {
    var version = manager.apiVersion();
    var bucket = Manager.of(OLD_UPDATES, Manager.UPDATE, version, "");
    var into = managed.of(bucket).isPresent() ? bucket : first;
    var owner = managed.all().get(manager);
    var fields = managed.all().get(into).fields().union(owner.fields());
    managed.remove(into);
    managed.remove(manager);
    managed.set(
        bucket, fields, version, owner.time().map(t -> Instant.ofEpochSecond(t.getSeconds())));
  }
}
