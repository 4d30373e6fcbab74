package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.coxswain.kubectl.print.TabWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A description in the making: lines at levels of two spaces, cells that line up.
public final class Description {
  private static final int PADDING = 2;
  private static final DateTimeFormatter RFC_1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final TabWriter text = new TabWriter(PADDING);

  @FormatMethod
  Description line(int level, @FormatString String format, Object... arguments) {
    text.line("  ".repeat(level) + format.formatted(arguments));
    return this;
  }

  /// `NAME:` and a value in the next column.
  Description field(int level, String name, Object value) {
    return line(level, "%s:\t%s", name, value);
  }

  /// Like [#field], but nothing at all for an empty value.
  Description fieldIfSet(int level, String name, String value) {
    return value.isEmpty() ? this : field(level, name, value);
  }

  /// One `key<separator>value` a line, sorted by key, the first beside the name.
  Description pairs(int level, String name, JsonNode pairs, String separator) {
    return list(
        level,
        name,
        sorted(pairs).entrySet().stream()
            .filter(entry -> !entry.getKey().equals(LAST_APPLIED))
            .map(entry -> entry.getKey() + separator + entry.getValue())
            .toList());
  }

  /// One value a line, the first beside the name; `<none>` when there is none.
  Description list(int level, String name, List<String> values) {
    if (values.isEmpty()) {
      return field(level, name, "<none>");
    }
    field(level, name, values.getFirst());
    values.stream().skip(1).forEach(value -> line(level, "\t%s", value));
    return this;
  }

  static Map<String, String> sorted(JsonNode object) {
    var sorted = new TreeMap<String, String>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
    return sorted;
  }

  /// A time as mail has it, in this machine's time zone.
  static String date(String timestamp) {
    return timestamp.isEmpty()
        ? "<unset>"
        : RFC_1123.format(Instant.parse(timestamp).atZone(ZoneId.systemDefault()));
  }

  String raw() {
    return text.raw();
  }

  public String render() {
    return text.render();
  }
}
