package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.stream.PortTunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl port-forward`
@Command(name = "port-forward", description = "Leads ports of this machine to a pod.")
public final class PortForwardCommand extends KubectlAction {
  private static final int BACKLOG = 50;

  /// @param local 0 for any free one
  private record Ports(int local, int remote) {}

  @Mixin PodOptions pods;

  @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE/NAME")
  String word;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "[LOCAL:]REMOTE")
  List<String> ports = List.of();

  @Option(
      names = "--address",
      split = ",",
      defaultValue = "localhost",
      description = "The addresses to listen on (default: ${DEFAULT-VALUE}).")
  List<String> addresses;

  @Override
  int run(Session session) throws IOException {
    if (word == null) {
      throw new Failure("TYPE/NAME and list of ports are required for port-forward");
    }
    if (ports.isEmpty()) {
      throw new Failure("at least 1 PORT is required for port-forward");
    }
    var pod = pods.find(session, word);
    String phase = pod.path("status").path("phase").asText();
    if (!phase.equals("Running")) {
      throw new Failure(
          "unable to forward port because pod is not running. Current status=" + phase);
    }
    var wanted = ports.stream().map(text -> parse(session, pod, text)).toList();
    var tunnel =
        PortTunnel.open(
            session.client(),
            PodOptions.path(session, pod) + "/portforward",
            problem -> session.complain("error forwarding port: " + problem));
    List<ServerSocket> listeners = new ArrayList<>();
    try {
      for (Ports one : wanted) {
        listen(session, tunnel, one, listeners);
      }
      throw new Failure(tunnel.await());
    } finally {
      for (ServerSocket listener : listeners) {
        listener.close();
      }
    }
  }

  private void listen(Session session, PortTunnel tunnel, Ports one, List<ServerSocket> listeners)
      throws IOException {
    int local = one.local();
    for (InetAddress address : listeningAddresses()) {
      var listener = new ServerSocket(local, BACKLOG, address);
      listeners.add(listener);
      local = listener.getLocalPort();
      String shown = address.getHostAddress().replace("0:0:0:0:0:0:0:1", "::1");
      session.println(
          "Forwarding from %s:%d -> %d"
              .formatted(shown.contains(":") ? "[" + shown + "]" : shown, local, one.remote()));
      Thread.ofVirtual()
          .name("port-forward")
          .start(() -> accept(session, tunnel, listener, one.remote()));
    }
  }

  private List<InetAddress> listeningAddresses() throws IOException {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses) {
      if (address.equals("localhost")) {
        all.add(InetAddress.ofLiteral("127.0.0.1"));
        all.add(InetAddress.ofLiteral("::1"));
      } else {
        all.add(InetAddress.getByName(address));
      }
    }
    return all;
  }

  private static void accept(
      Session session, PortTunnel tunnel, ServerSocket listener, int remote) {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        session.println("Handling connection for " + listener.getLocalPort());
        Thread.ofVirtual()
            .name("connection")
            .start(() -> carry(session, tunnel, connection, remote));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          session.complain("error: " + e.getMessage());
        }
      }
    }
  }

  private static void carry(Session session, PortTunnel tunnel, Socket connection, int remote) {
    try {
      tunnel.carry(connection, remote);
    } catch (IOException e) {
      session.complain("error: connection ended: " + e.getMessage());
    }
  }

  private Ports parse(Session session, JsonNode pod, String text) {
    String[] parts = text.split(":", -1);
    if (parts.length > 2) {
      throw new Failure("invalid port format '%s'".formatted(text));
    }
    int remote = remote(session, pod, parts[parts.length - 1]);
    if (parts.length == 1) {
      return new Ports(remote(session, pod, text, false), remote);
    }
    return new Ports(parts[0].isEmpty() ? 0 : number(parts[0], text), remote);
  }

  private int remote(Session session, JsonNode pod, String port) {
    return remote(session, pod, port, true);
  }

  /// A service's port leads to the port of the pod that the service means.
  private int remote(Session session, JsonNode pod, String port, boolean ofPod) {
    boolean service = word.startsWith("service/") || word.startsWith("svc/");
    if (service) {
      JsonNode object =
          session
              .client()
              .get(
                  session
                      .discovery()
                      .named("services")
                      .path(session.namespace(), word.substring(word.indexOf('/') + 1)));
      for (JsonNode one : object.path("spec").path("ports")) {
        if (one.path("port").asText().equals(port) || one.path("name").asText().equals(port)) {
          JsonNode target = one.path("targetPort");
          return ofPod ? containerPort(pod, target.asText(), port) : one.path("port").asInt();
        }
      }
      throw new Failure(
          "Service %s does not have a service port %s"
              .formatted(object.path("metadata").path("name").asText(), port));
    }
    return containerPort(pod, port, port);
  }

  private static int containerPort(JsonNode pod, String port, String asked) {
    for (JsonNode container : pod.path("spec").path("containers")) {
      for (JsonNode one : container.path("ports")) {
        if (one.path("name").asText().equals(port)) {
          return one.path("containerPort").asInt();
        }
      }
    }
    return number(port, asked);
  }

  private static int number(String text, String asked) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException _) {
      throw new Failure("Pod does not have a named port '%s'".formatted(asked));
    }
    throw new Failure("error parsing remote port: " + asked);
  }
}
