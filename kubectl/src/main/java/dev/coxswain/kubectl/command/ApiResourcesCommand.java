package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.print.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kubectl api-resources`
@Command(name = "api-resources", description = "Prints the resources that the server serves.")
public final class ApiResourcesCommand extends KubectlAction {
  @Option(
      names = {"-o", "--output"},
      defaultValue = "",
      description = "wide or name.")
  String output;

  @Option(names = "--no-headers", description = "Leaves the line of column names out.")
  boolean noHeaders;

  @Option(names = "--namespaced", description = "Only those that are, or are not, namespaced.")
  Boolean namespaced;

  @Option(names = "--api-group", description = "Only those of this group.")
  String group;

  @Option(names = "--verbs", split = ",", description = "Only those that support all of these.")
  List<String> verbs = List.of();

  @Override
  int run(Session session) {
    Set<String> shown = new HashSet<>();
    var resources =
        session.discovery().all().stream()
            .filter(resource -> shown.add(resource.groupResource()))
            .filter(resource -> namespaced == null || resource.namespaced() == namespaced)
            .filter(resource -> group == null || resource.group().equals(group))
            .filter(resource -> resource.verbs().containsAll(verbs))
            .sorted(Comparator.comparing(ApiResource::group).thenComparing(ApiResource::plural))
            .toList();
    if (output.equals("name")) {
      resources.stream().map(ApiResource::groupResource).sorted().forEach(session::println);
      return OK;
    }
    var table = new TextTable();
    if (!noHeaders) {
      table.row(headers());
    }
    resources.forEach(resource -> table.row(cells(resource)));
    session.print(table.render());
    return OK;
  }

  private boolean wide() {
    return output.equals("wide");
  }

  private List<String> headers() {
    List<String> headers =
        new ArrayList<>(List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"));
    if (wide()) {
      headers.addAll(List.of("VERBS", "CATEGORIES"));
    }
    return headers;
  }

  private List<String> cells(ApiResource resource) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                resource.plural(),
                String.join(",", resource.shortNames()),
                resource.apiVersion(),
                String.valueOf(resource.namespaced()),
                resource.kind()));
    if (wide()) {
      cells.add(String.join(",", resource.verbs()));
      cells.add(String.join(",", resource.categories()));
    }
    return cells;
  }
}
