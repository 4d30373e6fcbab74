package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.print.ServerTable;
import dev.coxswain.kubectl.print.TextTable;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl get`
@Command(name = "get", description = "Displays one or many resources.")
public final class GetCommand extends KubectlAction {
  static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  @Mixin OutputOptions output;
  @Mixin SelectionOptions selection;

  @Parameters(arity = "0..*", paramLabel = "TYPE[/NAME]")
  List<String> words = List.of();

  @Option(names = "--no-headers", description = "Leaves the line of column names out.")
  boolean noHeaders;

  @Option(names = "--show-labels", description = "Adds a last column with all labels.")
  boolean showLabels;

  @Option(
      names = {"-L", "--label-columns"},
      split = ",",
      description = "Labels that get columns of their own.")
  List<String> labelColumns = List.of();

  @Option(names = "--ignore-not-found", description = "Finding nothing is no error.")
  boolean ignoreNotFound;

  @Option(
      names = "--sort-by",
      defaultValue = "",
      description = "The path of the value that rows are sorted by.")
  String sortBy;

  @Option(names = "--raw", description = "Prints what the server answers at this path.")
  String raw;

  @Option(
      names = "--subresource",
      defaultValue = "",
      description = "This part of the objects: status, scale.")
  String subresource;

  @Option(
      names = "--chunk-size",
      defaultValue = "500",
      description = "How many objects to ask for at once.")
  long chunkSize;

  @Mixin FileOptions files;

  @Option(
      names = {"-w", "--watch"},
      description = "After listing, goes on with what changes.")
  boolean watch;

  @Override
  int run(Session session) throws IOException {
    output.check();
    if (raw != null) {
      return printRaw(session);
    }
    if (files.isSet()) {
      return printNamedInFiles(session);
    }
    if (words.isEmpty()) {
      session.complain(
          "You must specify the type of resource to get. Use \"kubectl api-resources\" for a"
              + " complete list of supported resources.\n");
      throw new Failure(
          "Required resource not specified.\n"
              + "Use \"kubectl explain <resource>\" for a detailed description of that resource"
              + " (e.g. kubectl explain pods).\n"
              + "See 'kubectl get -h' for help and examples");
    }
    var selected = Selected.parse(words, session.discovery());
    if (watch) {
      return watch(session, selected);
    }
    return output.isTable() ? printTables(session, selected) : printObjects(session, selected);
  }

  private int printRaw(Session session) throws IOException {
    try (var answer = session.client().open(raw)) {
      session.print(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
    return OK;
  }

  private int printNamedInFiles(Session session) throws IOException {
    List<Selected> selected = new ArrayList<>();
    for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
      String name = object.path("metadata").path("name").asText();
      selected.add(new Selected(files.resourceOf(session, object), List.of(name)));
    }
    return output.isTable() ? printTables(session, selected) : printObjects(session, selected);
  }

  private int printTables(Session session, List<Selected> selected) {
    var failures = new Failures(session, ignoreNotFound);
    boolean several = selected.size() > 1;
    List<String> blocks = new ArrayList<>();
    for (Selected one : selected) {
      var text = new TextTable();
      var style = style(one.resource(), several);
      for (JsonNode table : sorted(fetch(session, one, TABLE, failures))) {
        if (!table.path("rows").isEmpty()) {
          ServerTable.addTo(text, table, text.isEmpty() ? style : withoutHeaders(style));
        }
      }
      if (!text.isEmpty()) {
        blocks.add(text.render());
      }
    }
    session.print(String.join("\n", blocks));
    if (blocks.isEmpty() && failures.none() && !ignoreNotFound) {
      session.complain(nothingFound(session, selected));
    }
    return failures.exitCode();
  }

  /// Rows carry the metadata of their objects, and the whole of them when there is to be sorted.
  private List<JsonNode> sorted(List<JsonNode> tables) {
    return sortBy.isEmpty() ? tables : RowOrder.by(sortBy).sortTables(tables);
  }

  private String nothingFound(Session session, List<Selected> selected) {
    boolean inNamespace =
        !selection.allNamespaces && selected.stream().anyMatch(one -> one.resource().namespaced());
    return inNamespace
        ? "No resources found in " + session.namespace() + " namespace."
        : "No resources found";
  }

  private ServerTable.Style style(ApiResource resource, boolean several) {
    return new ServerTable.Style(
        output.isWide(),
        !noHeaders,
        selection.allNamespaces && resource.namespaced(),
        several ? resource.display("") : "",
        showLabels,
        labelColumns);
  }

  private static ServerTable.Style withoutHeaders(ServerTable.Style style) {
    return new ServerTable.Style(
        style.wide(),
        false,
        style.withNamespace(),
        style.kindPrefix(),
        style.labels(),
        style.labelColumns());
  }

  private int printObjects(Session session, List<Selected> selected) {
    var failures = new Failures(session, ignoreNotFound);
    List<JsonNode> objects = new ArrayList<>();
    for (Selected one : selected) {
      for (JsonNode answer : fetch(session, one, "application/json", failures)) {
        objects.addAll(itemsOf(answer));
      }
    }
    if (!sortBy.isEmpty()) {
      RowOrder.by(sortBy).sort(objects);
    }
    if (output.isColumns()) {
      session.print(output.columns(!noHeaders).render(objects));
    } else if (output.isName()) {
      objects.forEach(object -> session.println(nameOf(session, object)));
    } else if (isOneNamedObject(selected)) {
      objects.forEach(object -> session.print(output.render(object)));
    } else {
      session.print(output.render(list(objects)));
    }
    return failures.exitCode();
  }

  private static boolean isOneNamedObject(List<Selected> selected) {
    return selected.size() == 1 && selected.getFirst().names().size() == 1;
  }

  private static String nameOf(Session session, JsonNode object) {
    String name = object.path("metadata").path("name").asText();
    return session
        .discovery()
        .ofKind(object.path("apiVersion").asText(), object.path("kind").asText())
        .map(resource -> resource.display(name))
        .orElse(name);
  }

  /// The items of a list each with its type, which the server leaves out; an object is its own only
  /// item.
  static List<JsonNode> itemsOf(JsonNode answer) {
    String kind = answer.path("kind").asText();
    if (!kind.endsWith("List") || !answer.has("items")) {
      return List.of(answer);
    }
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      ObjectNode typed = JsonNodeFactory.instance.objectNode();
      typed.put("apiVersion", answer.path("apiVersion").asText());
      typed.put("kind", kind.substring(0, kind.length() - "List".length()));
      typed.setAll((ObjectNode) item);
      items.add(typed);
    }
    return items;
  }

  static JsonNode list(List<JsonNode> objects) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", "v1");
    ArrayNode items = list.putArray("items");
    items.addAll(objects);
    list.put("kind", "List");
    list.putObject("metadata").put("resourceVersion", "");
    return list;
  }

  private List<JsonNode> fetch(Session session, Selected one, String accept, Failures failures) {
    if (!one.isWholeCollection()) {
      return one.names().stream()
          .flatMap(name -> attempt(session, one.resource(), name, accept, failures))
          .toList();
    }
    try {
      return selection.list(session, one.resource(), accept, !sortBy.isEmpty());
    } catch (ServerError e) {
      failures.add(e);
      return List.of();
    }
  }

  private Stream<JsonNode> attempt(
      Session session, ApiResource resource, String name, String accept, Failures failures) {
    try {
      String path =
          resource.path(session.namespace(), name)
              + (subresource.isEmpty() ? "" : "/" + subresource)
              + (sortBy.isEmpty() ? "" : "?includeObject=Object");
      return Stream.of(session.client().get(path, accept));
    } catch (ServerError e) {
      failures.add(e);
      return Stream.empty();
    }
  }

  private int watch(Session session, List<Selected> selected) throws IOException {
    if (selected.size() != 1) {
      throw new Failure("you may only specify a single resource type");
    }
    var one = selected.getFirst();
    var query = selection.query();
    if (!one.isWholeCollection()) {
      query.add("fieldSelector=" + ApiResource.encode("metadata.name=" + one.names().getFirst()));
    }
    query.add("watch=true");
    String path =
        one.resource().path(selection.allNamespaces ? "" : session.namespace())
            + "?"
            + String.join("&", query);
    var style = style(one.resource(), false);
    var printer = new WatchPrinter(session, output, style);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                session.client().open(path, output.isTable() ? TABLE : "application/json"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printer.print(line);
      }
    }
    return OK;
  }
}
