package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Large answers are compressed for who accepts that: quickly rather than well.
final class Compression {
  private static final int WORTHWHILE_BYTES = 128 * 1024;

  private Compression() {}

  static HttpReply compress(HttpCall call, HttpReply reply) {
    if (reply.body().length < WORTHWHILE_BYTES
        || !call.joined("accept-encoding").contains("gzip")) {
      return reply;
    }
    return reply
        .withBody(gzip(reply.body()))
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding");
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 4);
    try (var gzip = new FastGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
