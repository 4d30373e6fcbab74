package dev.coxswain.kubectl.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.kubectl.rest.RestClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Sorts what comes from a process by channel: to standard output, standard error, or into its
/// status.
final class ProcessOutput implements WebSocket.Listener {
  private static final int NO_CHANNEL = -1;

  private final PrintStream out;
  private final PrintStream err;
  private final ByteArrayOutputStream status = new ByteArrayOutputStream();
  private final CompletableFuture<JsonNode> ended = new CompletableFuture<>();
  private int channel = NO_CHANNEL;

  ProcessOutput(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Waits for the process to end; its status comes back.
  JsonNode await() {
    return ended.join();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    if (channel == NO_CHANNEL && data.hasRemaining()) {
      channel = data.get();
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    accept(bytes);
    if (last) {
      channel = NO_CHANNEL;
    }
    socket.request(1);
    return null;
  }

  private void accept(byte[] bytes) {
    switch (channel) {
      case 1 -> write(out, bytes);
      case 2 -> write(err, bytes);
      case 3 -> status.writeBytes(bytes);
      default -> {}
    }
  }

  private static void write(PrintStream stream, byte[] bytes) {
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    ended.complete(
        status.size() > 0 ? RestClient.parse(status.toByteArray()) : closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    ended.complete(
        status.size() > 0
            ? RestClient.parse(status.toByteArray())
            : failure("lost connection to the container: " + error.getMessage()));
  }

  /// A server that says nothing and closes normally means that all went well.
  private static JsonNode closed(int code, String reason) {
    return code == WebSocket.NORMAL_CLOSURE
        ? JsonNodeFactory.instance.objectNode().put("status", "Success")
        : failure("the server closed the connection: " + code + " " + reason);
  }

  private static JsonNode failure(String message) {
    return JsonNodeFactory.instance.objectNode().put("status", "Failure").put("message", message);
  }
}
