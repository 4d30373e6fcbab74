package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.Ages;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// What has happened to an object, oldest first.
public final class EventLines {
  private EventLines() {}

  public static void addTo(Description text, List<JsonNode> events, Instant now) {
    if (events.isEmpty()) {
      text.field(0, "Events", "<none>");
      return;
    }
    text.line(0, "Events:");
    text.line(1, "Type\tReason\tAge\tFrom\tMessage");
    text.line(1, "----\t------\t----\t----\t-------");
    sorted(events).forEach(event -> addLine(text, event, now));
  }

  /// The events by the time when they were last seen, oldest first.
  public static List<JsonNode> sorted(List<JsonNode> events) {
    return events.stream().sorted(Comparator.comparing(EventLines::lastSeen)).toList();
  }

  private static void addLine(Description text, JsonNode event, Instant now) {
    text.line(
        1,
        "%s\t%s\t%s\t%s\t%s",
        event.path("type").asText(),
        event.path("reason").asText(),
        age(event, now),
        source(event),
        event.path("message").asText().strip());
  }

  /// How long ago it was seen, and how often.
  public static String age(JsonNode event, Instant now) {
    int count = event.path("series").path("count").asInt(event.path("count").asInt());
    String since = Ages.since(lastSeen(event), now);
    return count > 1
        ? "%s (x%d over %s)".formatted(since, count, Ages.since(firstSeen(event), now))
        : since;
  }

  private static String lastSeen(JsonNode event) {
    String series = event.path("series").path("lastObservedTime").asText("");
    return series.isEmpty() ? event.path("lastTimestamp").asText(firstSeen(event)) : series;
  }

  private static String firstSeen(JsonNode event) {
    String first = event.path("firstTimestamp").asText("");
    return first.isEmpty() || first.equals("null") ? event.path("eventTime").asText("") : first;
  }

  private static String source(JsonNode event) {
    String component = event.path("source").path("component").asText("");
    return component.isEmpty() ? event.path("reportingComponent").asText() : component;
  }
}
