package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The containers of a pod or of a pod template.
final class ContainerLines {
  private static final Pattern KEYED_FIELD =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

  /// The fields of a container are as deep in a template as in a pod; only its name is not.
  private static final String FIELD_INDENT = "  ";

  private final Description text;
  private final Map<String, JsonNode> statuses;
  private final JsonNode pod;

  private ContainerLines(Description text, JsonNode pod, JsonNode statuses) {
    this.text = text;
    this.pod = pod;
    this.statuses =
        StreamSupport.stream(statuses.spliterator(), false)
            .collect(Collectors.toMap(status -> status.path("name").asText(), status -> status));
  }

  /// @param level how deep the title stands
  /// @param indent what the names of containers start with
  /// @param pod for references of the environment to the pod itself; missing for templates
  static void addTo(
      Description text,
      String title,
      JsonNode containers,
      JsonNode pod,
      JsonNode statuses,
      int level,
      String indent) {
    if (containers.isEmpty()) {
      return;
    }
    text.line(level, "%s:", title);
    var lines = new ContainerLines(text, pod, statuses);
    containers.forEach(container -> lines.container(container, indent));
  }

  private void container(JsonNode container, String nameIndent) {
    text.line(0, "%s%s:", nameIndent, container.path("name").asText());
    String indent = FIELD_INDENT;
    JsonNode status =
        statuses.getOrDefault(container.path("name").asText(), container.path("no status"));
    if (!status.isMissingNode()) {
      field(indent, "Container ID", status.path("containerID").asText());
    }
    field(indent, "Image", container.path("image").asText());
    if (!status.isMissingNode()) {
      field(indent, "Image ID", status.path("imageID").asText());
    }
    ports(container, indent);
    words(container.path("command"), "Command", indent);
    words(container.path("args"), "Args", indent);
    if (!status.isMissingNode()) {
      state(status, indent);
    }
    resources(container.path("resources"), indent);
    probes(container, indent);
    environment(container, indent);
    mounts(container, indent);
  }

  private void field(String indent, String name, String value) {
    text.line(0, "%s  %s:\t%s", indent, name, value);
  }

  private void ports(JsonNode container, String indent) {
    List<String> ports = new ArrayList<>();
    List<String> hostPorts = new ArrayList<>();
    for (JsonNode port : container.path("ports")) {
      String protocol = "/" + port.path("protocol").asText("TCP");
      ports.add(port.path("containerPort").asInt() + protocol);
      hostPorts.add(port.path("hostPort").asInt() + protocol);
    }
    String plural = ports.size() > 1 ? "s" : "";
    field(indent, "Port" + plural, ports.isEmpty() ? "<none>" : String.join(", ", ports));
    field(indent, "Host Port" + plural, ports.isEmpty() ? "<none>" : String.join(", ", hostPorts));
  }

  private void words(JsonNode words, String title, String indent) {
    if (words.isEmpty()) {
      return;
    }
    text.line(0, "%s  %s:", indent, title);
    for (JsonNode word : words) {
      word.asText().lines().forEach(line -> text.line(0, "%s    %s", indent, line));
    }
  }

  private void state(JsonNode status, String indent) {
    oneState("State", status.path("state"), indent);
    if (!status.path("lastState").isEmpty()) {
      oneState("Last State", status.path("lastState"), indent);
    }
    field(indent, "Ready", status.path("ready").asBoolean() ? "True" : "False");
    field(indent, "Restart Count", String.valueOf(status.path("restartCount").asInt()));
  }

  private void oneState(String title, JsonNode state, String indent) {
    if (state.has("running")) {
      field(indent, title, "Running");
      field(
          indent + "  ",
          "Started",
          Description.date(state.path("running").path("startedAt").asText("")));
    } else if (state.has("terminated")) {
      terminated(title, state.path("terminated"), indent);
    } else {
      field(indent, title, "Waiting");
      reason(state.path("waiting"), indent);
    }
  }

  private void terminated(String title, JsonNode state, String indent) {
    field(indent, title, "Terminated");
    reason(state, indent);
    if (state.has("message")) {
      field(indent + "  ", "Message", state.path("message").asText());
    }
    field(indent + "  ", "Exit Code", String.valueOf(state.path("exitCode").asInt()));
    if (state.path("signal").asInt() > 0) {
      field(indent + "  ", "Signal", String.valueOf(state.path("signal").asInt()));
    }
    field(indent + "  ", "Started", Description.date(state.path("startedAt").asText("")));
    field(indent + "  ", "Finished", Description.date(state.path("finishedAt").asText("")));
  }

  private void reason(JsonNode state, String indent) {
    if (!state.path("reason").asText().isEmpty()) {
      field(indent + "  ", "Reason", state.path("reason").asText());
    }
  }

  private void resources(JsonNode resources, String indent) {
    for (var kind : List.of(Map.entry("limits", "Limits"), Map.entry("requests", "Requests"))) {
      var quantities = Description.sorted(resources.path(kind.getKey()));
      if (!quantities.isEmpty()) {
        text.line(0, "%s  %s:", indent, kind.getValue());
        quantities.forEach((name, quantity) -> field(indent + "  ", name, quantity));
      }
    }
  }

  private void probes(JsonNode container, String indent) {
    probe(container.path("livenessProbe"), "Liveness", indent);
    probe(container.path("readinessProbe"), "Readiness", indent);
    probe(container.path("startupProbe"), "Startup", indent);
  }

  private void probe(JsonNode probe, String title, String indent) {
    if (!probe.isMissingNode()) {
      field(indent, title, Probes.describe(probe));
    }
  }

  private void environment(JsonNode container, String indent) {
    if (!container.path("envFrom").isEmpty()) {
      text.line(0, "%s  Environment Variables from:", indent);
      container.path("envFrom").forEach(source -> environmentFrom(source, indent));
    }
    if (container.path("env").isEmpty()) {
      field(indent, "Environment", "<none>");
      return;
    }
    text.line(0, "%s  Environment:", indent);
    container.path("env").forEach(variable -> variable(variable, container, indent));
  }

  private void environmentFrom(JsonNode source, String indent) {
    boolean secret = source.has("secretRef");
    JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
    String prefix = source.path("prefix").asText();
    text.line(
        0,
        "%s    %s\t%s%s\tOptional: %s",
        indent,
        reference.path("name").asText(),
        secret ? "Secret" : "ConfigMap",
        prefix.isEmpty() ? "" : " with prefix '" + prefix + "'",
        reference.path("optional").asBoolean());
  }

  private void variable(JsonNode variable, JsonNode container, String indent) {
    String name = variable.path("name").asText();
    JsonNode from = variable.path("valueFrom");
    if (from.has("fieldRef")) {
      JsonNode field = from.path("fieldRef");
      environmentLine(
          indent,
          name,
          "%s (%s:%s)"
              .formatted(
                  fieldValue(field.path("fieldPath").asText()),
                  field.path("apiVersion").asText(),
                  field.path("fieldPath").asText()));
    } else if (from.has("resourceFieldRef")) {
      JsonNode field = from.path("resourceFieldRef");
      String resource = field.path("resource").asText();
      environmentLine(
          indent, name, "%s (%s)".formatted(resourceValue(container, resource), resource));
    } else if (from.has("secretKeyRef")) {
      key(indent, name, from.path("secretKeyRef"), "in secret");
    } else if (from.has("configMapKeyRef")) {
      key(indent, name, from.path("configMapKeyRef"), "of config map");
    } else {
      environmentLine(indent, name, variable.path("value").asText());
    }
  }

  private void environmentLine(String indent, String name, String value) {
    text.line(0, "%s    %s:\t%s", indent, name, value);
  }

  private void key(String indent, String name, JsonNode reference, String of) {
    text.line(
        0,
        "%s    %s:\t<set to the key '%s' %s '%s'>\tOptional: %s",
        indent,
        name,
        reference.path("key").asText(),
        of,
        reference.path("name").asText(),
        reference.path("optional").asBoolean());
  }

  /// Only metadata is looked up: the rest is known to the node alone.
  private String fieldValue(String path) {
    JsonNode metadata = pod.path("metadata");
    var keyed = KEYED_FIELD.matcher(path);
    if (keyed.matches()) {
      return metadata.path(keyed.group(1)).path(keyed.group(2)).asText();
    }
    return path.startsWith("metadata.")
        ? metadata.path(path.substring("metadata.".length())).asText()
        : "";
  }

  /// Whole units, rounded up: what the container will see.
  private static String resourceValue(JsonNode container, String resource) {
    String[] steps = resource.split("\\.", 2);
    if (steps.length < 2) {
      return "";
    }
    String quantity = container.path("resources").path(steps[0]).path(steps[1]).asText("0");
    return String.valueOf(Amount.parse(quantity).value());
  }

  private void mounts(JsonNode container, String indent) {
    if (container.path("volumeMounts").isEmpty()) {
      field(indent, "Mounts", "<none>");
      return;
    }
    text.line(0, "%s  Mounts:", indent);
    var sorted = new TreeMap<String, JsonNode>();
    container
        .path("volumeMounts")
        .forEach(mount -> sorted.put(mount.path("mountPath").asText(), mount));
    sorted.forEach((path, mount) -> mount(path, mount, indent));
  }

  private void mount(String path, JsonNode mount, String indent) {
    String subPath = mount.path("subPath").asText();
    text.line(
        0,
        "%s    %s from %s (%s%s)",
        indent,
        path,
        mount.path("name").asText(),
        mount.path("readOnly").asBoolean() ? "ro" : "rw",
        subPath.isEmpty() ? "" : ",path=\"" + subPath + "\"");
  }
}
