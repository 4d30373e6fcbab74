package dev.coxswain.apiserver.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/// A connection that has left HTTP.
public interface RawPipe extends Closeable {

  /// The next bytes from the client; empty when it sends no more.
  Optional<byte[]> read() throws InterruptedException;

  /// Blocks while the client does not take what was sent before.
  void write(byte[] bytes, int length) throws IOException, InterruptedException;

  @Override
  void close();
}
