package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Deletion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides what a delete request does to an object.
sealed interface DeletionPlan {
  String ORPHAN = "orphan";
  String FOREGROUND = "foregroundDeletion";

  /// It goes.
  record Remove() implements DeletionPlan {}

  /// It stays, as given: marked, with the finalizers that somebody has to take off.
  record Mark(Message object) implements DeletionPlan {}

  /// There is nothing to wait for: marked, so that all who follow it hear of that, and then gone.
  record Expire(Message object) implements DeletionPlan {}

  /// It is on its way already; nothing changes.
  record Pending() implements DeletionPlan {}

  /// @param asked what the client says
  /// @param orphansByDefault what becomes of dependents about which neither the client says
  ///   anything nor the object's finalizers do
  static DeletionPlan decide(
      Message existing,
      DeleteOptions asked,
      boolean orphansByDefault,
      Deletion<Message> deletion,
      Instant now) {
    var meta = Metadata.of(existing);
    var options = orphansByDefault ? orphaning(asked, meta) : asked;
    return switch (deletion) {
      case Deletion.Held<Message>(var object) -> held(object, options);
      case Deletion.Graceful<Message>(long seconds) when !meta.hasDeletionTimestamp() ->
          marked(existing, options, now.plusSeconds(seconds), seconds);
      case Deletion.Graceful<Message> _ when meta.getDeletionGracePeriodSeconds() > 0 ->
          shortened(existing, options);
      case Deletion.Graceful<Message> _, Deletion.Immediate<Message> _ ->
          immediate(existing, options, now);
    };
  }

  /// Whether an update leaves nothing that keeps a marked object from going.
  static boolean completes(Message existing, Message updated) {
    var before = Metadata.of(existing);
    return before.hasDeletionTimestamp()
        && before.getDeletionGracePeriodSeconds() == 0
        && Metadata.of(updated).getFinalizersCount() == 0
        && !(updated instanceof dev.coxswain.api.core.v1.Namespace namespace
            && namespace.getSpec().getFinalizersCount() > 0);
  }

  private static DeleteOptions orphaning(DeleteOptions asked, ObjectMeta meta) {
    boolean said =
        asked.hasOrphanDependents()
            || asked.hasPropagationPolicy()
            || meta.getFinalizersList().contains(ORPHAN)
            || meta.getFinalizersList().contains(FOREGROUND);
    return said ? asked : asked.toBuilder().setPropagationPolicy("Orphan").build();
  }

  private static DeletionPlan held(Message object, DeleteOptions options) {
    return new Mark(Metadata.edit(object, meta -> setFinalizers(meta, options)));
  }

  /// Only clients shorten what was given before.
  private static DeletionPlan shortened(Message existing, DeleteOptions options) {
    var meta = Metadata.of(existing);
    long before = meta.getDeletionGracePeriodSeconds();
    long asked = options.getGracePeriodSeconds();
    long seconds = asked < 0 ? 1 : asked;
    if (!options.hasGracePeriodSeconds() || seconds >= before) {
      return new Pending();
    }
    var end = Times.toInstant(meta.getDeletionTimestamp()).minusSeconds(before - seconds);
    return marked(existing, options, end, seconds);
  }

  private static DeletionPlan immediate(Message existing, DeleteOptions options, Instant now) {
    var meta = Metadata.of(existing).toBuilder();
    setFinalizers(meta, options);
    if (meta.getFinalizersCount() == 0) {
      return new Remove();
    }
    var end = now;
    if (meta.hasDeletionTimestamp() && Times.toInstant(meta.getDeletionTimestamp()).isBefore(now)) {
      end = Times.toInstant(meta.getDeletionTimestamp());
    }
    var object = mark(existing, options, end, 0);
    return object.equals(existing) ? new Pending() : new Mark(object);
  }

  private static DeletionPlan marked(
      Message existing, DeleteOptions options, Instant end, long seconds) {
    var object = mark(existing, options, end, seconds);
    boolean waits = seconds > 0 || Metadata.of(object).getFinalizersCount() > 0;
    return waits ? new Mark(object) : new Expire(object);
  }

  private static Message mark(Message existing, DeleteOptions options, Instant end, long seconds) {
    return Metadata.edit(
        existing,
        meta -> {
          setFinalizers(meta, options);
          if (!meta.hasDeletionGracePeriodSeconds() && meta.getGeneration() > 0) {
            meta.setGeneration(meta.getGeneration() + 1);
          }
          meta.setDeletionTimestamp(Times.of(end)).setDeletionGracePeriodSeconds(seconds);
        });
  }

  /// The two finalizers of the garbage collector, as the request wants them; without a word, they
  /// stay as they are.
  private static void setFinalizers(ObjectMeta.Builder meta, DeleteOptions options) {
    var before = List.copyOf(meta.getFinalizersList());
    boolean orphan =
        options.hasOrphanDependents()
            ? options.getOrphanDependents()
            : wants(options, "Orphan", before.contains(ORPHAN));
    boolean foreground =
        !options.hasOrphanDependents() && wants(options, "Foreground", before.contains(FOREGROUND));
    var after = new ArrayList<>(before);
    after.removeAll(List.of(ORPHAN, FOREGROUND));
    if (orphan) {
      after.add(ORPHAN);
    }
    if (foreground) {
      after.add(FOREGROUND);
    }
    if (after.size() != before.size() || !before.containsAll(after)) {
      meta.clearFinalizers().addAllFinalizers(after);
    }
  }

  private static boolean wants(DeleteOptions options, String policy, boolean otherwise) {
    return options.hasPropagationPolicy()
        ? options.getPropagationPolicy().equals(policy)
        : otherwise;
  }
}
