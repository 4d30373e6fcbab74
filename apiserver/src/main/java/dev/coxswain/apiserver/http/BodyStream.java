package dev.coxswain.apiserver.http;

import java.io.Closeable;
import java.io.IOException;

/// The body of an answer that grows.
public interface BodyStream extends Closeable {

  /// Sends the bytes; blocks while the client does not take what was sent before.
  ///
  /// @throws IOException if the client is gone or the server shuts down
  void write(byte[] bytes) throws IOException, InterruptedException;

  /// Sends the bytes even if the client does not take what was sent before, and never waits.
  void offer(byte[] bytes);

  /// Whether the client takes what it is sent.
  boolean isWritable();

  /// Has an action run each time when the body becomes writable again, on the thread that moves its
  /// bytes: it must not wait.
  void onWritable(Runnable action);

  /// Whether somebody is still listening.
  boolean isOpen();

  /// Ends the body.
  @Override
  void close();
}
