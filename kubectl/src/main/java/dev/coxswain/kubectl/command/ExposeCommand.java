package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl expose`
@Command(name = "expose", description = "Puts a service in front of something's pods.")
public final class ExposeCommand extends KubectlAction {
  @Mixin OutputOptions output;
  @Mixin WriteOptions write;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(names = "--name", description = "The service's name; the exposed object's when left out.")
  String name;

  @Option(names = "--port", description = "The service's port; the pods' ports when left out.")
  Integer port;

  @Option(names = "--target-port", description = "Number or name of the pods' port.")
  String targetPort;

  @Option(names = "--protocol", defaultValue = "", description = "TCP, UDP or SCTP.")
  String protocol;

  @Option(
      names = "--type",
      defaultValue = "",
      description = "ClusterIP, NodePort, LoadBalancer or ExternalName.")
  String type;

  @Option(
      names = "--selector",
      description = "Labels of the pods; the exposed object's when left out.")
  String selector;

  @Option(
      names = {"-l", "--labels"},
      defaultValue = "",
      description = "Labels of the service.")
  String labels;

  @Option(
      names = "--cluster-ip",
      description = "The service's address; None for a headless service.")
  String clusterIp;

  @Option(names = "--session-affinity", defaultValue = "", description = "None or ClientIP.")
  String affinity;

  @Override
  int run(Session session) {
    for (Selected one : Selected.parse(words, session.discovery())) {
      for (String exposed : one.names()) {
        JsonNode object = session.client().get(one.resource().path(session.namespace(), exposed));
        Created.tell(
            session,
            session.discovery().named("services"),
            expose(session, one, object),
            output,
            "exposed" + write.suffix());
      }
    }
    return OK;
  }

  private JsonNode expose(Session session, Selected one, JsonNode object) {
    var service = service(one, object);
    if (write.onClient()) {
      return service;
    }
    String path = session.discovery().named("services").path(session.namespace());
    return session.client().post(path + write.query("kubectl-expose"), service);
  }

  private ObjectNode service(Selected one, JsonNode object) {
    String exposed = object.path("metadata").path("name").asText();
    var service = Objects.object("v1", "Service", name == null ? exposed : name);
    Map<String, String> own =
        labels.isEmpty() ? texts(object.path("metadata").path("labels")) : Objects.labels(labels);
    if (!own.isEmpty()) {
      Objects.putLabels(service.withObject("/metadata"), own);
    }
    var spec = service.putObject("spec");
    addPorts(spec, object);
    var selected = spec.putObject("selector");
    podLabels(one, object).forEach(selected::put);
    if (!type.isEmpty()) {
      spec.put("type", type);
    }
    if (clusterIp != null) {
      spec.put("clusterIP", clusterIp);
    }
    if (!affinity.isEmpty()) {
      spec.put("sessionAffinity", affinity);
    }
    return service;
  }

  private Map<String, String> podLabels(Selected one, JsonNode object) {
    if (selector != null) {
      return Objects.labels(selector);
    }
    JsonNode spec = object.path("spec").path("selector");
    Map<String, String> found =
        switch (one.resource().kind()) {
          case "Pod" -> texts(object.path("metadata").path("labels"));
          case "Service", "ReplicationController" -> texts(spec);
          case "Deployment", "ReplicaSet" -> texts(spec.path("matchLabels"));
          default ->
              throw new Failure(
                  "cannot expose a " + one.resource().kind() + "." + one.resource().group());
        };
    if (found.isEmpty()) {
      throw new Failure(
          "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed");
    }
    return found;
  }

  private void addPorts(ObjectNode spec, JsonNode object) {
    var ports = spec.putArray("ports");
    if (port != null) {
      addPort(ports.addObject(), port, protocol, "");
      return;
    }
    JsonNode pod =
        object.path("spec").has("template") ? object.path("spec").path("template") : object;
    for (JsonNode container : pod.path("spec").path("containers")) {
      for (JsonNode found : container.path("ports")) {
        addPort(
            ports.addObject(),
            found.path("containerPort").asInt(),
            found.path("protocol").asText(),
            "");
      }
    }
    object
        .path("spec")
        .path("ports")
        .forEach(found ->
            addPort(
                ports.addObject(),
                found.path("port").asInt(),
                found.path("protocol").asText(),
                found.path("name").asText()));
    if (ports.isEmpty()) {
      throw new Failure("couldn't find port via --port flag or introspection");
    }
    if (ports.size() > 1) {
      for (int i = 0; i < ports.size(); i++) {
        ((ObjectNode) ports.get(i)).put("name", "port-" + (i + 1));
      }
    }
  }

  private void addPort(ObjectNode entry, int number, String transport, String portName) {
    if (!portName.isEmpty()) {
      entry.put("name", portName);
    }
    entry.put("port", number);
    entry.put("protocol", transport.isEmpty() ? "TCP" : transport);
    if (targetPort == null) {
      entry.put("targetPort", number);
    } else if (targetPort.matches("\\d+")) {
      entry.put("targetPort", Integer.parseInt(targetPort));
    } else {
      entry.put("targetPort", targetPort);
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
