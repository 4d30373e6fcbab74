package dev.coxswain.integration.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// One connection with TLS and HTTP/1.1 on it, without any of the care that a client library takes.
final class Wire implements AutoCloseable {
  private static final int PORT = 6443;
  private static final int SWITCHING = 101;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int PIECE_BYTES = 100;
  private static final int PIECES = 20;
  private static final long PAUSE_MILLIS = 20;

  private final Socket socket;
  private final InputStream in;
  private boolean spent;

  private Wire(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Wire open(SSLContext tls) throws IOException {
    return new Wire(tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), PORT));
  }

  /// Without a word, not even of TLS.
  static Wire silent() throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), PORT));
  }

  /// Whether it can carry no further request.
  boolean isSpent() {
    return spent;
  }

  /// Sends the request and waits for the answer; none is expected to a request that is cut off, or
  /// when only the head of an answer without an end has been read.
  Optional<Answer> exchange(HostileRequest request) throws IOException, InterruptedException {
    switch (request.delivery()) {
      case WHOLE -> send(request.bytes());
      case SLOW -> sendSlowly(request.bytes());
      case CUT_OFF -> {
        send(request.bytes());
        spent = true;
        return Optional.empty();
      }
    }
    return receive(request);
  }

  void send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      spent = true; // a server may refuse before it has heard everything; its answer is still there
      if (in.available() == 0) {
        throw e;
      }
    }
  }

  private void sendSlowly(byte[] bytes) throws IOException, InterruptedException {
    int piece = Math.max(PIECE_BYTES, bytes.length / PIECES);
    for (int at = 0; at < bytes.length; at += piece) {
      send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private Optional<Answer> receive(HostileRequest request) throws IOException {
    int code = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = headers();
    spent |= headers.getOrDefault("connection", "").equalsIgnoreCase("close") || code == SWITCHING;
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
    boolean compressed = headers.containsKey("content-encoding");
    if (code == SWITCHING || (chunked && request.mayStream())) {
      spent = true;
      return Optional.empty();
    }
    boolean headOnly = request.method().equals("HEAD");
    byte[] body = headOnly ? new byte[0] : body(chunked, headers);
    String type = compressed ? "application/gzip" : headers.getOrDefault("content-type", "");
    return Optional.of(new Answer(code, type, body, headOnly));
  }

  private Map<String, String> headers() throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(boolean chunked, Map<String, String> headers) throws IOException {
    if (!chunked) {
      return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("no answer");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
