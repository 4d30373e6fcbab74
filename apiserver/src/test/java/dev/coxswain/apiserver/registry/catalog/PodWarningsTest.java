package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Odd pods and templates, and all warnings about each, in upstream's words and order.
///
/// The table is in `warnings`: a manifest, then its warnings on lines that start with `! `.
final class PodWarningsTest {
  private static final Path TABLE = Path.of("src/test/resources/warnings/pods.txt");

  static List<Arguments> objects() throws IOException {
    var objects = Files.readString(TABLE).split("(?m)^---$\\n");
    return IntStream.range(0, objects.length)
        .mapToObj(i -> {
          var lines =
              objects[i].lines().collect(Collectors.partitioningBy(l -> l.startsWith("! ")));
          return arguments(
              i + 1,
              String.join("\n", lines.get(false)),
              lines.get(true).stream().map(l -> l.substring(2)).toList());
        })
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void warns(int row, String manifest, List<String> warnings) {
    assertThat(Complaints.warningsAbout(manifest)).containsExactlyElementsOf(warnings);
  }
}
