package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad changes of objects, and all that is wrong with each, in upstream's words and order.
///
/// The tables are in `refusals`: the object as it is, a line `=>` for a change of the object or `=>
/// status` for one of its status, the object as it is sent or a merge patch, then the complaints on
/// lines that start with `! `.
final class ChangeRefusalsTest {
  private static final Path TABLES = Path.of("src/test/resources/refusals");

  static List<Arguments> changes() throws IOException {
    var rows = new ArrayList<Arguments>();
    for (var table : List.of("core-changes.txt", "group-changes.txt", "pod-changes.txt")) {
      var objects = Files.readString(TABLES.resolve(table)).split("(?m)^---$\\n");
      for (int i = 0; i < objects.length; i++) {
        var halves = objects[i].split("(?m)^=>");
        boolean status = halves[1].startsWith(" status\n");
        var sent = halves[1].lines().skip(1).filter(l -> !l.startsWith("! ")).toList();
        var complaints =
            halves[1].lines().filter(l -> l.startsWith("! ")).map(l -> l.substring(2)).toList();
        rows.add(
            arguments(
                table + ":" + (i + 1), halves[0], status, String.join("\n", sent), complaints));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refuses(String name, String existing, boolean status, String sent, List<String> complaints) {
    var actual =
        status ? Complaints.aboutStatus(existing, sent) : Complaints.aboutChange(existing, sent);
    assertThat(actual).containsExactlyElementsOf(complaints);
  }
}
