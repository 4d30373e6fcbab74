package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Namespaces, quotas, priority classes and disruption budgets at length.
final class LimitDescribers {
  private static final List<String> BOUNDS =
      List.of("min", "max", "defaultRequest", "default", "maxLimitRequestRatio");
  private static final Map<String, String> SCOPES = new LinkedHashMap<>();

  static {
    SCOPES.put(
        "Terminating",
        "Matches all pods that have an active deadline. These pods have a limited lifespan on a"
            + " node before being actively terminated by the system.");
    SCOPES.put(
        "NotTerminating",
        "Matches all pods that do not have an active deadline. These pods usually include long"
            + " running pods whose container command is not expected to terminate.");
    SCOPES.put(
        "BestEffort",
        "Matches all pods that do not have resource requirements set. These pods have a best effort"
            + " quality of service.");
    SCOPES.put(
        "NotBestEffort",
        "Matches all pods that have at least one resource requirement set. These pods have a"
            + " burstable or guaranteed quality of service.");
  }

  private LimitDescribers() {}

  static void namespace(Description text, JsonNode namespace, Describer.Lookup lookup) {
    String name = namespace.path("metadata").path("name").asText();
    Describer.head(text, namespace);
    text.field(0, "Status", namespace.path("status").path("phase").asText());
    var quotas = lookup.list("resourcequotas", name, "");
    text.line(0, "%s", "");
    if (quotas.isEmpty()) {
      text.line(0, "No resource quota.");
    } else {
      text.line(0, "Resource Quotas");
      quotas.forEach(quota -> {
        text.line(1, "Name:\t%s", quota.path("metadata").path("name").asText());
        amounts(text, quota, 1, "---");
      });
    }
    var limits = lookup.list("limitranges", name, "");
    text.line(0, "%s", "");
    if (limits.isEmpty()) {
      text.line(0, "No LimitRange resource.");
    } else {
      text.line(0, "Resource Limits");
      limits.forEach(range -> limits(text, range));
    }
  }

  private static void limits(Description text, JsonNode range) {
    text.line(
        0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
    text.line(
        0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
    for (JsonNode limit : range.path("spec").path("limits")) {
      var resources = new TreeSet<String>();
      BOUNDS.forEach(
          bound -> limit.path(bound).properties().forEach(entry -> resources.add(entry.getKey())));
      for (String resource : resources) {
        var cells = BOUNDS.stream().map(bound -> limit.path(bound).path(resource).asText("-"));
        text.line(
            0,
            " %s\t%s\t%s",
            limit.path("type").asText(),
            resource,
            String.join("\t", cells.toList()));
      }
    }
  }

  private static void amounts(Description text, JsonNode quota, int level, String dashes) {
    text.line(level, "Resource\tUsed\tHard");
    text.line(level, "--------\t%s\t%s", dashes, dashes);
    JsonNode used = quota.path("status").path("used");
    Description.sorted(quota.path("status").path("hard"))
        .forEach((resource, hard) ->
            text.line(level, "%s\t%s\t%s", resource, used.path(resource).asText(), hard));
  }

  static void quota(Description text, JsonNode quota, Describer.Lookup lookup) {
    text.field(0, "Name", quota.path("metadata").path("name").asText());
    text.field(0, "Namespace", quota.path("metadata").path("namespace").asText());
    var scopes = new TreeSet<String>();
    quota.path("spec").path("scopes").forEach(scope -> scopes.add(scope.asText()));
    if (!scopes.isEmpty()) {
      text.field(0, "Scopes", String.join(", ", scopes));
      scopes.stream()
          .filter(SCOPES::containsKey)
          .forEach(scope -> text.line(0, " * %s", SCOPES.get(scope)));
    }
    amounts(text, quota, 0, "----");
  }

  static void priorityClass(Description text, JsonNode priority, Describer.Lookup lookup) {
    text.field(0, "Name", priority.path("metadata").path("name").asText());
    text.field(0, "Value", priority.path("value").asText());
    text.field(0, "GlobalDefault", priority.path("globalDefault").asBoolean());
    text.field(0, "PreemptionPolicy", priority.path("preemptionPolicy").asText());
    text.field(0, "Description", priority.path("description").asText());
    text.pairs(0, "Annotations", priority.path("metadata").path("annotations"), "=");
  }

  static void budget(Description text, JsonNode budget, Describer.Lookup lookup) {
    JsonNode spec = budget.path("spec");
    JsonNode status = budget.path("status");
    text.field(0, "Name", budget.path("metadata").path("name").asText());
    text.field(0, "Namespace", budget.path("metadata").path("namespace").asText());
    text.fieldIfSet(0, "Min available", spec.path("minAvailable").asText());
    text.fieldIfSet(0, "Max unavailable", spec.path("maxUnavailable").asText());
    text.field(0, "Selector", Selectors.describe(spec.path("selector")));
    text.line(0, "Status:");
    text.field(2, "Allowed disruptions", status.path("disruptionsAllowed").asText("0"));
    text.field(2, "Current", status.path("currentHealthy").asText("0"));
    text.field(2, "Desired", status.path("desiredHealthy").asText("0"));
    text.field(2, "Total", status.path("expectedPods").asText("0"));
  }
}
