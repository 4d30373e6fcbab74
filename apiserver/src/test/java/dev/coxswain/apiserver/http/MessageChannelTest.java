package dev.coxswain.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that are WebSockets, with the JDK's client.
@Timeout(30)
class MessageChannelTest {
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.close();
  }

  @Test
  void everyWriteIsAMessageAndTheEndAGoodbye() throws Exception {
    serve(exchange -> {
      try (var messages = exchange.webSocket(true)) {
        messages.write("one".getBytes(StandardCharsets.UTF_8));
        messages.write("two".getBytes(StandardCharsets.UTF_8));
      }
    });
    connect();
    assertThat(next()).isEqualTo("text one");
    assertThat(next()).isEqualTo("text two");
    assertThat(next()).isEqualTo("close 1000");
  }

  @Test
  void pingsAreAnsweredAndTheClientsGoodbyeIsTold() throws Exception {
    var gone = new CountDownLatch(1);
    serve(exchange -> {
      exchange.onDisconnect(gone::countDown);
      try (var messages = exchange.webSocket(false)) {
        messages.write(new byte[] {7});
        gone.await();
      }
    });
    var socket = connect();
    assertThat(next()).isEqualTo("binary 1");
    socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();
    assertThat(next()).isEqualTo("pong 2");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private void serve(HttpHandler handler) throws IOException {
    server =
        HttpServer.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), handler);
  }

  private WebSocket connect() {
    var address = URI.create("ws://127.0.0.1:" + server.port() + "/watch");
    return client.newWebSocketBuilder().buildAsync(address, new Recorder(received)).join();
  }

  private String next() throws InterruptedException {
    return received.poll(20, TimeUnit.SECONDS);
  }

  private record Recorder(BlockingQueue<String> received) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      received.add("text " + data);
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      received.add("binary " + data.remaining());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
      received.add("pong " + data.remaining());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      received.add("close " + code);
      return null;
    }
  }
}
