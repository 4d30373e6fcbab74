package dev.coxswain.integration.linearizability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a watch delivered, in pieces: a piece goes on until the server says that it no longer knows
/// what happened since, and the client has to list again. A connection that breaks ends no piece.
final class Watched {
  private final List<Piece> pieces = Collections.synchronizedList(new ArrayList<>());

  /// @param since the revision of the list that the piece starts from
  record Piece(long since, List<Change> changes) {
    long last() {
      return changes.isEmpty() ? since : changes.getLast().revision();
    }
  }

  void listedAt(long revision) {
    pieces.add(new Piece(revision, Collections.synchronizedList(new ArrayList<>())));
  }

  void delivered(Change change) {
    pieces.getLast().changes().add(change);
  }

  /// The last revision that is known.
  long last() {
    return pieces.getLast().last();
  }

  int relists() {
    return pieces.size() - 1;
  }

  int size() {
    return pieces.stream().mapToInt(piece -> piece.changes().size()).sum();
  }

  /// Where what was delivered isn't exactly what was committed; empty if it is.
  ///
  /// @param committed all changes, in their order
  Optional<String> flaw(List<Change> committed) {
    long known = pieces.getFirst().since();
    for (var piece : pieces) {
      if (piece.since() < known) {
        return Optional.of("a list at %d after %d was known".formatted(piece.since(), known));
      }
      var due =
          committed.stream()
              .filter(c -> c.revision() > piece.since() && c.revision() <= piece.last())
              .toList();
      if (!due.equals(piece.changes())) {
        return Optional.of(difference(due, List.copyOf(piece.changes())));
      }
      known = piece.last();
    }
    return Optional.empty();
  }

  private static String difference(List<Change> due, List<Change> delivered) {
    int same = 0;
    while (same < Math.min(due.size(), delivered.size())
        && due.get(same).equals(delivered.get(same))) {
      same++;
    }
    return "after %d changes as committed came %s instead of %s"
        .formatted(same, from(delivered, same), from(due, same));
  }

  private static List<Change> from(List<Change> changes, int index) {
    return changes.subList(index, Math.min(changes.size(), index + 3));
  }
}
