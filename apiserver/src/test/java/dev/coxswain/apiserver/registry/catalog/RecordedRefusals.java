package dev.coxswain.apiserver.registry.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The steps of the recorded conversations in which an object from standard input was refused
/// because of its fields.
final class RecordedRefusals {
  private static final Path CASES = Path.of("../integration-tests/transcripts/cases");
  private static final Pattern REFUSED =
      Pattern.compile("The \\S+ \"[^\"]*\" is invalid: ?(.*)", Pattern.DOTALL);

  private RecordedRefusals() {}

  /// @param manifest what was sent
  /// @param errors the complaints as kubectl printed them
  record Step(String name, String manifest, List<String> errors) {}

  /// All but those about kinds that users define, which have no strategy here.
  static List<Step> all() throws IOException {
    var steps = new ArrayList<Step>();
    try (Stream<Path> files = Files.walk(CASES)) {
      var others = files.filter(f -> f.getFileName().toString().matches("(?!crd).*\\.t"));
      for (var file : others.sorted().toList()) {
        steps.addAll(steps(file));
      }
    }
    return steps;
  }

  private static List<Step> steps(Path file) throws IOException {
    var lines =
        Files.readString(file).replace("${ID}", "abcde").replace("${NS}", "ns").lines().toList();
    var steps = new ArrayList<Step>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals("$ kubectl create -f - <<EOF")) {
        continue;
      }
      int end = lines.subList(i, lines.size()).indexOf("EOF") + i;
      var refused = REFUSED.matcher(standardError(lines, end + 1));
      if (refused.matches()) {
        var name = file.getParent().getFileName() + "/" + file.getFileName() + ":" + (i + 1);
        steps.add(
            new Step(name, String.join("\n", lines.subList(i + 1, end)), errors(refused.group(1))));
      }
    }
    return steps;
  }

  private static String standardError(List<String> lines, int from) {
    return String.join(
        "\n",
        lines.subList(from, lines.size()).stream()
            .takeWhile(line -> line.startsWith("! ") || line.startsWith("| "))
            .map(line -> line.substring(2))
            .filter(line -> !line.startsWith("Warning: "))
            .toList());
  }

  private static List<String> errors(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.startsWith("* ") ? line.substring(2) : line)
        .toList();
  }
}
