package dev.coxswain.apiserver.http;

import java.io.IOException;

/// A request and the one chance to answer it.
public interface Exchange {

  HttpCall call();

  /// Sends a complete answer.
  void reply(HttpReply reply);

  /// Sends the head of an answer (its body, if any, first) and leaves the stream open.
  BodyStream stream(HttpReply head) throws IOException;

  /// Answers with a WebSocket, whose messages are what is written.
  ///
  /// @param text whether the messages are text, not bytes
  /// @throws IOException if the connection is gone, or no WebSocket can begin on it
  BodyStream webSocket(boolean text) throws IOException;

  /// Leaves HTTP: sends these bytes as the answer's head, and everything after it is the caller's.
  ///
  /// @throws IOException if the connection is gone, or is HTTP/2, where nothing can be upgraded
  RawPipe upgrade(byte[] head) throws IOException;

  /// Runs an action on the thread that moves this exchange's bytes; at once if this is it. It must
  /// not wait.
  void proceed(Runnable action);

  /// The answer goes on after the handler has returned: until its body is closed or the client is
  /// gone, of which [#onDisconnect] tells.
  void outliveHandler();

  /// Whether some answer is on its way.
  boolean answered();

  /// What runs when the client is gone before the exchange is over; at once if it is already.
  void onDisconnect(Runnable action);
}
