package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.describe.EventLines;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.print.TextTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubectl events`
@Command(name = "events", description = "Shows what has happened, oldest first.")
public final class EventsCommand extends KubectlAction {
  private final Clock clock = Clock.systemUTC();

  @Mixin OutputOptions output;

  @Option(names = "--for", defaultValue = "", description = "Only about TYPE/NAME.")
  String about;

  @Option(names = "--types", split = ",", description = "Normal or Warning.")
  List<String> types = List.of();

  @Option(names = "--no-headers", description = "Leaves the line of column names out.")
  boolean noHeaders;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Those of all namespaces.")
  boolean allNamespaces;

  @Override
  int run(Session session) {
    List<JsonNode> events = fetch(session);
    if (!output.isTable()) {
      session.print(output.render(GetCommand.list(events)));
      return OK;
    }
    if (events.isEmpty()) {
      session.complain(
          allNamespaces
              ? "No events found."
              : "No events found in " + session.namespace() + " namespace.");
      return OK;
    }
    session.print(table(events));
    return OK;
  }

  private List<JsonNode> fetch(Session session) {
    String path =
        session.discovery().named("events").path(allNamespaces ? "" : session.namespace());
    String query = "";
    if (!about.isEmpty()) {
      var selected = Selected.parse(List.of(about), session.discovery()).getFirst();
      query =
          "?fieldSelector="
              + ApiResource.encode(
                  "involvedObject.kind=%s,involvedObject.name=%s"
                      .formatted(selected.resource().kind(), selected.names().getFirst()));
    }
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode event : GetCommand.itemsOf(session.client().get(path + query))) {
      if (types.isEmpty()
          || types.stream().anyMatch(event.path("type").asText()::equalsIgnoreCase)) {
        events.add(event);
      }
    }
    return EventLines.sorted(events);
  }

  private String table(List<JsonNode> events) {
    var table = new TextTable();
    List<String> names = List.of("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE");
    if (!noHeaders) {
      table.row(allNamespaces ? with("NAMESPACE", names) : names);
    }
    for (JsonNode event : events) {
      JsonNode object = event.path("involvedObject");
      var row =
          List.of(
              EventLines.age(event, clock.instant()),
              event.path("type").asText(),
              event.path("reason").asText(),
              object.path("kind").asText() + "/" + object.path("name").asText(),
              event.path("message").asText().strip());
      table.row(allNamespaces ? with(event.path("metadata").path("namespace").asText(), row) : row);
    }
    return table.render();
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }
}
