package dev.coxswain.integration.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WatchedTest {
  private static final Change ADDED = new Change(11, "ADDED", "a");
  private static final Change OTHER = new Change(12, "ADDED", "b");
  private static final Change MODIFIED = new Change(14, "MODIFIED", "a");
  private static final Change DELETED = new Change(15, "DELETED", "a");
  private static final List<Change> COMMITTED = List.of(ADDED, OTHER, MODIFIED, DELETED);

  private static Watched watched(long since, List<Change> changes) {
    var watched = new Watched();
    watched.listedAt(since);
    changes.forEach(watched::delivered);
    return watched;
  }

  static Stream<Arguments> flawed() {
    return Stream.of(
        arguments("one is missing", 10, List.of(ADDED, MODIFIED)),
        arguments("one is doubled", 10, List.of(ADDED, ADDED, OTHER)),
        arguments("two are swapped", 10, List.of(OTHER, ADDED, MODIFIED)),
        arguments("one is of the wrong kind", 11, List.of(OTHER, new Change(14, "ADDED", "a"))),
        arguments("one is from before", 11, List.of(ADDED, OTHER)),
        arguments("one was never committed", 10, List.of(ADDED, new Change(12, "ADDED", "c"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flawed")
  void aDifferenceIsFound(String name, long since, List<Change> changes) {
    assertThat(watched(since, changes).flaw(COMMITTED)).as(name).isPresent();
  }

  @Test
  void theSameIsFine() {
    assertThat(watched(10, COMMITTED).flaw(COMMITTED)).isEmpty();
    assertThat(watched(12, List.of(MODIFIED)).flaw(COMMITTED)).isEmpty();
  }

  @Test
  void aListStartsAnewAndNeverGoesBack() {
    var skips = watched(10, List.of(ADDED));
    skips.listedAt(13);
    skips.delivered(MODIFIED);
    assertThat(skips.flaw(COMMITTED)).isEmpty();
    assertThat(skips.relists()).isEqualTo(1);

    var back = watched(10, List.of(ADDED, OTHER, MODIFIED));
    back.listedAt(12);
    assertThat(back.flaw(COMMITTED)).isPresent();
  }
}
