package dev.coxswain.apiserver.proxy;

import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.RawPipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Carries a connection that leaves HTTP (a WebSocket, SPDY) to a server and lets both talk.
final class UpgradeRelay {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  /// What else of the client's headers the server needs; never its credentials.
  private static final List<String> FORWARDED =
      List.of(
          "upgrade",
          "connection",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-protocol",
          "sec-websocket-extensions",
          "x-stream-protocol-version",
          "user-agent",
          "origin");

  private final SSLContext tls;

  UpgradeRelay(SSLContext tls) {
    this.tls = tls;
  }

  /// Returns when both sides are done.
  ///
  /// @param target path and query at the server
  /// @throws dev.coxswain.apimachinery.status.ApiException if the server does not want to upgrade,
  ///   with what it says
  void relay(Exchange exchange, Kubelet to, String target)
      throws IOException, InterruptedException {
    try (var socket = connect(to)) {
      exchange.onDisconnect(() -> closeQuietly(socket));
      send(socket, exchange.call(), to, target);
      var in = socket.getInputStream();
      var head = readHead(in);
      int code = code(head);
      if (code != 101) {
        throw KubeletErrors.of(code, body(head, in));
      }
      socket.setSoTimeout(0);
      try (var pipe = exchange.upgrade(head)) {
        copyBothWays(pipe, socket, in);
      }
    }
  }

  private Socket connect(Kubelet to) throws IOException {
    var socket = (SSLSocket) tls.getSocketFactory().createSocket();
    try {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(to.host(), to.port()), (int) CONNECT_TIMEOUT.toMillis());
      socket.setSoTimeout((int) HEAD_TIMEOUT.toMillis());
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      throw KubeletErrors.unreachable(to, e);
    }
  }

  private static void send(Socket socket, HttpCall call, Kubelet to, String target)
      throws IOException {
    var head = new StringBuilder();
    head.append(call.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(to.authority()).append("\r\n");
    for (var name : FORWARDED) {
      for (var value : call.headers().getOrDefault(name, List.of())) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    }
    if (call.method().equals("POST")) {
      head.append("Content-Length: 0\r\n");
    }
    head.append("\r\n");
    var out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static byte[] readHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream(512);
    int matched = 0;
    var end = "\r\n\r\n";
    while (matched < end.length()) {
      int b = in.read();
      if (b < 0 || head.size() > MAX_HEAD_BYTES) {
        throw new IOException("the node closed the connection");
      }
      head.write(b);
      matched = b == end.charAt(matched) ? matched + 1 : (b == '\r' ? 1 : 0);
    }
    return head.toByteArray();
  }

  private static int code(byte[] head) throws IOException {
    var line = new String(head, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    var parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[1].matches("[0-9]{3}")) {
      throw new IOException("wants an HTTP answer from the node, got " + line);
    }
    return Integer.parseInt(parts[1]);
  }

  private static String body(byte[] head, InputStream in) throws IOException {
    var length =
        new String(head, StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .map(line -> line.substring(15).strip())
            .filter(text -> text.matches("[0-9]{1,9}"))
            .mapToInt(Integer::parseInt)
            .findFirst()
            .orElse(0);
    return new String(in.readNBytes(Math.min(length, MAX_ERROR_BYTES)), StandardCharsets.UTF_8);
  }

  private static void copyBothWays(RawPipe pipe, Socket socket, InputStream in)
      throws IOException, InterruptedException {
    var up = Thread.ofVirtual().name("relay up").start(() -> copyUp(pipe, socket));
    try {
      var buffer = new byte[16 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        pipe.write(Arrays.copyOf(buffer, read), read);
      }
    } finally {
      pipe.close();
      up.join(Duration.ofSeconds(1));
    }
  }

  private static void copyUp(RawPipe pipe, Socket socket) {
    try {
      var out = socket.getOutputStream();
      for (var bytes = pipe.read(); bytes.isPresent(); bytes = pipe.read()) {
        out.write(bytes.get());
        out.flush();
      }
    } catch (IOException e) {
      pipe.close(); // The node is gone; closing tells the client.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(socket);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody reads from it any more, whether or not TLS said goodbye.
    }
  }
}
