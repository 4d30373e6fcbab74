package dev.coxswain.apimachinery.codec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;

/// Says what is wrong with a YAML text in the words of go-yaml 2.
final class YamlErrors {
  private record Wording(String context, String problem, String message) {
    boolean fits(MarkedYamlEngineException e) {
      return String.valueOf(e.getContext()).contains(context)
          && String.valueOf(e.getProblem()).contains(problem);
    }
  }

  private static final String NO_NUMBER = "did not find expected hexdecimal number";

  private static final List<Wording> WORDINGS =
      List.of(
          new Wording(
              "",
              "mapping values are not allowed",
              "mapping values are not allowed in this context"),
          new Wording("", "found character", "found character that cannot start any token"),
          new Wording("", "could not find expected ':'", "could not find expected ':'"),
          new Wording("quoted scalar", "hexadecimal numbers", NO_NUMBER),
          new Wording(
              "quoted scalar", "unexpected end of stream", "found unexpected end of stream"),
          new Wording("block mapping", "expected", "did not find expected key"),
          new Wording("block collection", "expected", "did not find expected '-' indicator"),
          new Wording("block sequence", "expected", "did not find expected '-' indicator"),
          new Wording("flow sequence", "expected", "did not find expected ',' or ']'"),
          new Wording("flow mapping", "expected", "did not find expected ',' or '}'"),
          new Wording("node", "expected", "did not find expected node content"),
          new Wording("", "document start", "did not find expected <document start>"));

  private static final Pattern UNDEFINED_ALIAS = Pattern.compile("found undefined alias (\\S+)");

  private YamlErrors() {}

  static String message(MarkedYamlEngineException e) {
    var alias = UNDEFINED_ALIAS.matcher(String.valueOf(e.getProblem()));
    if (alias.find()) {
      return "yaml: unknown anchor '" + alias.group(1) + "' referenced";
    }
    var said = WORDINGS.stream().filter(w -> w.fits(e)).map(Wording::message).findFirst();
    return "yaml: " + where(e) + said.orElse(e.getProblem());
  }

  /// What is wrong with a text whose last characters begin the number of a character.
  static String unfinishedEscape(String yaml) {
    int line = (int) yaml.lines().count();
    return "yaml: " + (line > 1 ? "line " + line + ": " : "") + NO_NUMBER;
  }

  /// go-yaml counts lines from zero for the parser and from one for the scanner, and takes line
  /// zero for unknown.
  private static String where(MarkedYamlEngineException e) {
    int line = line(e.getContextMark()).or(() -> line(e.getProblemMark())).orElse(0);
    if (line == 0) {
      return "";
    }
    return "line " + (e instanceof ScannerException ? line + 1 : line) + ": ";
  }

  private static Optional<Integer> line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).filter(line -> line > 0);
  }
}
