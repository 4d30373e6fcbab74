package dev.coxswain.kubelet.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One raw HTTP exchange on the engine's socket, after which the connection carries plain bytes.
///
/// docker-java can't close the input of a process and keep its output; a socket can.
final class DockerSocket implements AutoCloseable {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final SocketChannel channel;
  private final InputStream in;

  private DockerSocket(SocketChannel channel) {
    this.channel = channel;
    this.in = Channels.newInputStream(channel);
  }

  /// Sends a request and asks to leave HTTP.
  static DockerSocket upgrade(Path socket, String path, String body) throws IOException {
    return open(
        socket,
        "POST "
            + path
            + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  /// Asks for a body that ends with the connection; HTTP/1.0 spares us the chunks.
  static DockerSocket get(Path socket, String path) throws IOException {
    return open(socket, "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n");
  }

  InputStream in() {
    return in;
  }

  void write(byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DockerSocket open(Path path, String request) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      var socket = new DockerSocket(channel);
      socket.write(request.getBytes(StandardCharsets.UTF_8));
      socket.expectSuccess();
      return socket;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void expectSuccess() throws IOException {
    var head = head();
    var words = head.lines().findFirst().orElse("").split(" ", 3);
    int code = words.length < 2 ? 0 : Integer.parseInt(words[1]);
    if (code != 101 && code != 200) {
      var body = new String(in.readNBytes(LONGEST_HEAD), StandardCharsets.UTF_8);
      throw new IOException("Error response from daemon: " + body.strip());
    }
  }

  /// Reads byte by byte, because whatever follows the head belongs to the stream.
  private String head() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!endsHead(head)) {
      int next = in.read();
      if (next < 0 || head.size() > LONGEST_HEAD) {
        throw new EOFException(
            "the Docker Engine hung up: " + head.toString(StandardCharsets.UTF_8));
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  private static boolean endsHead(ByteArrayOutputStream head) {
    int size = head.size();
    return size >= 4 && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n");
  }
}
