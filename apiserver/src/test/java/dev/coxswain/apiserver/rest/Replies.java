package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.BodyStream;
import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.RawPipe;
import java.util.Optional;

/// An exchange without a connection: keeps the last whole answer, and has no streams.
final class Replies implements Exchange {
  private final HttpCall call;
  private Optional<HttpReply> reply = Optional.empty();

  Replies(HttpCall call) {
    this.call = call;
  }

  Optional<HttpReply> reply() {
    return reply;
  }

  @Override
  public HttpCall call() {
    return call;
  }

  @Override
  public void reply(HttpReply answer) {
    reply = Optional.of(answer);
  }

  @Override
  public BodyStream stream(HttpReply head) {
    throw new UnsupportedOperationException("no streams here");
  }

  @Override
  public BodyStream webSocket(boolean text) {
    throw new UnsupportedOperationException("no streams here");
  }

  @Override
  public RawPipe upgrade(byte[] head) {
    throw new UnsupportedOperationException("no streams here");
  }

  @Override
  public void proceed(Runnable action) {
    action.run();
  }

  @Override
  public void outliveHandler() {}

  @Override
  public boolean answered() {
    return reply.isPresent();
  }

  @Override
  public void onDisconnect(Runnable action) {}
}
