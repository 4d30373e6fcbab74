package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.ServerTable;
import dev.coxswain.kubectl.print.TextTable;
import dev.coxswain.kubectl.rest.RestClient;
import java.nio.charset.StandardCharsets;

/// Prints watch events as they come: rows of a table whose columns were named once, or whole
/// objects.
final class WatchPrinter {
  private final Session session;
  private final OutputOptions output;
  private final ServerTable.Style style;
  private JsonNode columns;

  WatchPrinter(Session session, OutputOptions output, ServerTable.Style style) {
    this.session = session;
    this.output = output;
    this.style = style;
  }

  /// @param line one event as JSON
  void print(String line) {
    JsonNode event = RestClient.parse(line.getBytes(StandardCharsets.UTF_8));
    JsonNode object = event.path("object");
    switch (event.path("type").asText()) {
      case "BOOKMARK" -> {}
      case "ERROR" -> throw new KubectlAction.Failure(object.path("message").asText());
      default -> show(object);
    }
  }

  private void show(JsonNode object) {
    if (output.isName()) {
      session.println(object.path("metadata").path("name").asText());
    } else if (output.isTable()) {
      showRows(object);
    } else {
      session.print(output.render(object));
    }
  }

  /// Only the first table of a watch names its columns.
  private void showRows(JsonNode table) {
    boolean first = columns == null;
    var shown = (com.fasterxml.jackson.databind.node.ObjectNode) table.deepCopy();
    if (first) {
      columns = table.path("columnDefinitions");
    } else {
      shown.set("columnDefinitions", columns);
    }
    var text = new TextTable();
    ServerTable.addTo(
        text,
        shown,
        new ServerTable.Style(
            style.wide(),
            style.headers() && first,
            style.withNamespace(),
            style.kindPrefix(),
            style.labels(),
            style.labelColumns()));
    session.print(text.render());
  }
}
