package dev.coxswain.kubectl.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.rest.RestClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Runs `exec` or `attach`: protocol `v5.channel.k8s.io`, in which each message starts with its
/// channel.
public final class RemoteProcess {
  private static final String[] PROTOCOLS = {"v5.channel.k8s.io", "v4.channel.k8s.io"};
  private static final byte STDIN = 0;
  private static final byte RESIZE = 4;
  private static final byte CLOSE = (byte) 255;
  private static final int CHUNK = 32 * 1024;
  private static final int GENERAL_FAILURE = 1;

  private final RestClient client;
  private final boolean stdin;
  private final boolean tty;

  /// @param stdin whether what is typed or piped goes to the process
  /// @param tty whether the process has a terminal
  public RemoteProcess(RestClient client, boolean stdin, boolean tty) {
    this.client = client;
    this.stdin = stdin;
    this.tty = tty;
  }

  /// Runs until the process ends.
  ///
  /// @param path of the subresource
  /// @param query what else the server has to know, such as `container=c`
  /// @return the process's exit code
  public int run(String path, List<String> query, PrintWriter out, PrintWriter err)
      throws IOException {
    out.flush();
    err.flush();
    try (var terminal = LocalTerminal.open(stdin && tty)) {
      return exitCode(connect(path, query, terminal, System.out), err);
    }
  }

  /// Like [#run], but what the process reads and writes are these streams.
  public int pipe(
      String path, List<String> query, InputStream input, PrintStream output, PrintWriter err) {
    return exitCode(connect(path, query, new LocalTerminal.Pipe(input), output), err);
  }

  private JsonNode connect(
      String path, List<String> query, LocalTerminal terminal, PrintStream out) {
    List<String> all = new ArrayList<>(query);
    all.add("stdout=true");
    if (stdin) {
      all.add("stdin=true");
    }
    all.add(tty ? "tty=true" : "stderr=true");
    var output = new ProcessOutput(out, System.err);
    var socket = client.upgrade(path + "?" + String.join("&", all), output, PROTOCOLS);
    if (tty) {
      terminal.onResize(size -> send(socket, RESIZE, size.json()));
    }
    if (stdin) {
      Thread.ofVirtual().name("stdin").start(() -> pump(socket, terminal.input()));
    }
    return output.await();
  }

  private static void pump(WebSocket socket, InputStream input) {
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        send(socket, STDIN, java.util.Arrays.copyOf(buffer, n));
      }
      if (socket.getSubprotocol().startsWith("v5")) {
        send(socket, CLOSE, new byte[] {STDIN});
      }
    } catch (IOException | CompletionException e) {
      // The process has ended: nobody is left to read what is typed.
      socket.abort();
    }
  }

  private static synchronized void send(WebSocket socket, byte channel, byte[] data) {
    var message = ByteBuffer.allocate(1 + data.length).put(channel).put(data).flip();
    socket.sendBinary(message, true).join();
  }

  private static int exitCode(JsonNode status, PrintWriter err) {
    if (status.path("status").asText().equals("Success")) {
      return 0;
    }
    if (status.path("reason").asText().equals("NonZeroExitCode")) {
      for (JsonNode cause : status.path("details").path("causes")) {
        if (cause.path("reason").asText().equals("ExitCode")) {
          err.println("command terminated with exit code " + cause.path("message").asText());
          err.flush();
          return cause.path("message").asInt(GENERAL_FAILURE);
        }
      }
    }
    err.println("error: " + status.path("message").asText());
    err.flush();
    return GENERAL_FAILURE;
  }
}
