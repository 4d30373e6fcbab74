package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// Classes of which one is marked as the default by an annotation; of several the newest, and of
/// those the first by name.
///
/// @param annotations each of which marks, with the value `true`
public record DefaultMark<M extends Message>(Class<M> type, Set<String> annotations) {

  /// The name of the default class.
  public Optional<String> find(Lookup lookup) {
    return lookup.list(type, "").stream()
        .map(Metadata::of)
        .filter(m ->
            annotations.stream().anyMatch(a -> m.getAnnotationsOrDefault(a, "").equals("true")))
        .sorted(Comparator.comparing(m -> m.getName()))
        .reduce((first, next) ->
            Times.toInstant(next.getCreationTimestamp())
                    .isAfter(Times.toInstant(first.getCreationTimestamp()))
                ? next
                : first)
        .map(m -> m.getName());
  }
}
