package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad objects of every kind, and all that is wrong with each, in upstream's words and order.
///
/// The tables are in `refusals`: a manifest, then its complaints on lines that start with `! `.
final class RefusalsTest {
  private static final Path TABLES = Path.of("src/test/resources/refusals");

  static List<Arguments> objects() throws IOException {
    var rows = new ArrayList<Arguments>();
    for (var table : List.of("core.txt", "groups.txt", "kinds.txt", "pods.txt")) {
      var text = Files.readString(TABLES.resolve(table));
      var objects = text.split("(?m)^---$\\n");
      for (int i = 0; i < objects.length; i++) {
        var lines = objects[i].lines().collect(Collectors.partitioningBy(l -> l.startsWith("! ")));
        rows.add(
            arguments(
                table + ":" + (i + 1),
                String.join("\n", lines.get(false)),
                lines.get(true).stream().map(l -> l.substring(2)).toList()));
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void refuses(String name, String manifest, List<String> complaints) {
    assertThat(Complaints.about(manifest)).containsExactlyElementsOf(complaints);
  }
}
