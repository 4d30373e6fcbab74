package dev.coxswain.apiserver.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What happens to exchanges when either side goes.
class HttpServerTest {
  private static final HttpReply HEAD = HttpReply.of(200, "text/plain", new byte[0]);

  @Test
  void aClientThatGoesEndsTheWorkForIt() throws Exception {
    var gone = new CountDownLatch(1);
    try (var server = listen(exchange -> streamUntil(gone, exchange))) {
      try (var client = request(server)) {
        assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
      }
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatEndsEndsItsStreams() throws Exception {
    var gone = new CountDownLatch(1);
    var server = listen(exchange -> streamUntil(gone, exchange));
    try (var client = request(server)) {
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
      server.close();
      assertThat(gone.getCount()).isZero();
    }
  }

  @Test
  void aServerThatEndsAnswersWhatItWasAsked() throws Exception {
    var asked = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var server =
        listen(exchange -> {
          asked.countDown();
          assertThat(mayAnswer.await(10, TimeUnit.SECONDS)).isTrue();
          exchange.reply(HttpReply.text(200, "done"));
        });
    try (var client = request(server)) {
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      var closing = Thread.ofVirtual().start(server::close);
      mayAnswer.countDown();
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 200 OK");
      closing.join();
    }
  }

  @Test
  void aHandlerThatFailsClosesTheConnection() throws Exception {
    try (var server =
            listen(_ -> {
              throw new IllegalStateException("as the test wants it");
            });
        var client = request(server)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aHeadThatIsTooLongIsToldSo() throws Exception {
    try (var server = listen(exchange -> exchange.reply(HttpReply.text(200, "done")));
        var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.setSoTimeout(10_000);
      var head = "GET / HTTP/1.1\r\nA: " + "a".repeat(1_100_000) + "\r\n\r\n";
      client.getOutputStream().write(head.getBytes(US_ASCII));
      assertThat(firstLine(client)).isEqualTo("HTTP/1.1 431 Request Header Fields Too Large");
    }
  }

  private static void streamUntil(CountDownLatch gone, Exchange exchange) throws Exception {
    exchange.onDisconnect(gone::countDown);
    try (var body = exchange.stream(HEAD)) {
      body.write("a".getBytes(US_ASCII));
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(body.isOpen()).isFalse();
    }
  }

  private static HttpServer listen(HttpHandler handler) throws IOException {
    return HttpServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), handler);
  }

  private static Socket request(HttpServer server) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
    return socket;
  }

  private static String firstLine(Socket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
  }
}
