package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl create service`
@Command(
    name = "service",
    aliases = "svc",
    description = "Creates a service.",
    subcommands = {
      CreateServiceCommand.ClusterIp.class,
      CreateServiceCommand.NodePort.class,
      CreateServiceCommand.LoadBalancer.class,
      CreateServiceCommand.ExternalName.class
    })
final class CreateServiceCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "must be called with a type: clusterip, nodeport, loadbalancer or externalname");
  }

  /// What the types have in common.
  abstract static class OfType extends Generator {
    @Option(names = "--tcp", split = ",", description = "PORT or PORT:TARGET.")
    List<String> tcp = List.of();

    abstract String type();

    @Override
    String resource() {
      return "services";
    }

    @Override
    String refused() {
      return "failed to create %s service:".formatted(type());
    }

    @Override
    ObjectNode object(Session session) {
      var service = Objects.object("v1", "Service", name);
      var labels = service.withObject("/metadata").putObject("labels");
      labels.put("app", name);
      var spec = service.putObject("spec");
      fill(spec);
      addPorts(spec);
      spec.putObject("selector").put("app", name);
      spec.put("type", type());
      service.putObject("status").putObject("loadBalancer");
      return service;
    }

    abstract void fill(ObjectNode spec);

    private void addPorts(ObjectNode spec) {
      ArrayNode ports = spec.arrayNode();
      for (String text : tcp) {
        String[] parts = text.split(":", 2);
        var port = ports.addObject();
        port.put("name", parts.length == 1 ? parts[0] : parts[0] + "-" + parts[1]);
        port.put("port", number(parts[0]));
        port.put("protocol", "TCP");
        String target = parts[parts.length - 1];
        if (target.matches("\\d+")) {
          port.put("targetPort", number(target));
        } else {
          port.put("targetPort", target);
        }
        finish(port);
      }
      if (!ports.isEmpty()) {
        spec.set("ports", ports);
      }
    }

    void finish(ObjectNode port) {
      // Only node ports have more to say.
    }

    static int number(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException _) {
        throw new Failure("invalid port specified: " + text);
      }
    }
  }

  /// `kubectl create service clusterip`
  @Command(name = "clusterip", description = "A service inside the cluster.")
  static final class ClusterIp extends OfType {
    @Option(names = "--clusterip", defaultValue = "", description = "An address, or None.")
    String address;

    @Override
    String type() {
      return "ClusterIP";
    }

    @Override
    void fill(ObjectNode spec) {
      if (tcp.isEmpty() && !address.equals("None")) {
        throw new Failure("at least one tcp port specifier must be provided");
      }
      if (!address.isEmpty()) {
        spec.put("clusterIP", address);
      }
    }
  }

  /// `kubectl create service nodeport`
  @Command(name = "nodeport", description = "A service on a port of every node.")
  static final class NodePort extends OfType {
    @Option(names = "--node-port", defaultValue = "0", description = "The port of the nodes.")
    int nodePort;

    @Override
    String type() {
      return "NodePort";
    }

    @Override
    void fill(ObjectNode spec) {
      if (tcp.isEmpty()) {
        throw new Failure("at least one tcp port specifier must be provided");
      }
    }

    @Override
    void finish(ObjectNode port) {
      if (nodePort != 0) {
        port.put("nodePort", nodePort);
      }
    }
  }

  /// `kubectl create service loadbalancer`
  @Command(name = "loadbalancer", description = "A service behind a load balancer.")
  static final class LoadBalancer extends OfType {
    @Override
    String type() {
      return "LoadBalancer";
    }

    @Override
    void fill(ObjectNode spec) {
      if (tcp.isEmpty()) {
        throw new Failure("at least one tcp port specifier must be provided");
      }
    }
  }

  /// `kubectl create service externalname`
  @Command(name = "externalname", description = "A name for something elsewhere.")
  static final class ExternalName extends OfType {
    @Option(names = "--external-name", defaultValue = "", description = "The name of it.")
    String target;

    @Override
    String type() {
      return "ExternalName";
    }

    @Override
    void fill(ObjectNode spec) {
      if (target.isEmpty()) {
        throw new Failure("required flag(s) \"external-name\" not set");
      }
      spec.put("externalName", target);
    }
  }
}
