package dev.coxswain.apiserver.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.HttpServer;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.component.TlsMaterial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients, the relay, and a kubelet that is a socket.
class ConnectorTest {
  private static final String EXEC =
      "GET /exec?command=sh&command=-c&command=a+b&stdin=true&stdout=1&tty=false HTTP/1.1\r\n";

  private final BlockingQueue<String> asked = new ArrayBlockingQueue<>(10);
  private ServerSocket kubelet;
  private HttpServer server;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    kubelet =
        TlsMaterial.selfSigned("kubelet", Optional.empty())
            .sslContext()
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serveAsKubelet);
    var connector =
        new Connector(
            world(kubelet.getLocalPort()), Optional.empty(), Optional.empty(), Optional.empty());
    server =
        HttpServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            exchange -> connect(connector, exchange));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    kubelet.close();
  }

  @Test
  void anUpgradedConnectionIsRelayedByteForByte() throws Exception {
    answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX-Kubelet: yes\r\n\r\n";
    try (var client = client(EXEC + upgrade())) {
      var lines = lines(client);
      assertThat(lines.readLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(lines.readLine()).isEqualTo("Upgrade: websocket");
      assertThat(lines.readLine()).isEqualTo("X-Kubelet: yes");
      assertThat(lines.readLine()).isEmpty();
      client.getOutputStream().write("hello\n".getBytes(US_ASCII));
      assertThat(lines.readLine()).isEqualTo("hello");
    }
    assertThat(asked())
        .startsWith(
            "GET /exec/ns/p/c?input=1&output=1&command=sh&command=-c&command=a%20b HTTP/1.1")
        .contains("sec-websocket-key: x")
        .doesNotContain("Bearer");
  }

  @Test
  void whatTheKubeletRefusesIsPassedOn() throws Exception {
    answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\nno such pod\n";
    try (var client = client(EXEC + upgrade())) {
      var lines = lines(client);
      var seen = new StringBuilder();
      while (seen.indexOf("no such pod") < 0) {
        seen.append((char) lines.read());
      }
      assertThat(seen).startsWith("HTTP/1.1 404 Not Found");
    }
  }

  @Test
  void withoutAnUpgradeThereIsNothingToConnect() throws Exception {
    try (var client = client(EXEC + "Host: a\r\nConnection: close\r\n\r\n")) {
      assertThat(lines(client).lines().toList()).contains("Upgrade request required");
    }
  }

  @Test
  void logsAreStreamed() throws Exception {
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\none\ntwo\n";
    try (var client =
        client(
            "GET /log?tailLines=2&follow=true HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
      assertThat(lines(client).lines().toList()).contains("one", "two");
    }
    assertThat(asked()).startsWith("GET /containerLogs/ns/p/c?follow=true&tailLines=2 HTTP/1.1");
  }

  private static void connect(Connector connector, Exchange exchange) throws Exception {
    var call = exchange.call();
    var connection =
        new Connection(
            "pods",
            call.path().substring(1),
            "ns",
            "p",
            List.of(),
            QueryParameters.parse(call.query()));
    try {
      connector.connect(connection, exchange);
    } catch (ApiException e) {
      exchange.reply(HttpReply.text(e.code(), e.getMessage()));
    }
  }

  private void serveAsKubelet() {
    try (var connection = kubelet.accept()) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      var head = new StringBuilder();
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      asked.add(head.toString());
      var out = connection.getOutputStream();
      out.write(answer.getBytes(US_ASCII));
      out.flush();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.write((line + "\n").getBytes(US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      asked.add(e.toString()); // The test sees it in place of a request.
    }
  }

  private String asked() throws InterruptedException {
    return asked.poll(10, TimeUnit.SECONDS);
  }

  private Socket client(String head) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    return socket;
  }

  private static String upgrade() {
    return String.join(
        "\r\n",
        "Host: a",
        "Authorization: Bearer t",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Protocol: v5.channel.k8s.io",
        "",
        "");
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private static Lookup world(int kubeletPort) {
    var pod =
        Pod.newBuilder()
            .setSpec(
                PodSpec.newBuilder()
                    .setNodeName("n")
                    .addContainers(Container.newBuilder().setName("c")));
    pod.getMetadataBuilder().setNamespace("ns").setName("p");
    var status =
        NodeStatus.newBuilder()
            .addAddresses(NodeAddress.newBuilder().setType("InternalIP").setAddress("127.0.0.1"));
    status.getDaemonEndpointsBuilder().getKubeletEndpointBuilder().setPort(kubeletPort);
    var node = Node.newBuilder().setStatus(status).build();
    return new Lookup() {
      @Override
      public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
        return Optional.of(type.cast(type.equals(Pod.class) ? pod.build() : node));
      }

      @Override
      public <M extends Message> List<M> list(Class<M> type, String namespace) {
        return List.of();
      }
    };
  }
}
