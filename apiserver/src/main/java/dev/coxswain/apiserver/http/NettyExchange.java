package dev.coxswain.apiserver.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// An exchange on a Netty channel: a connection of HTTP/1.1, or a stream of HTTP/2.
final class NettyExchange implements Exchange, BodyStream {
  private final ChannelHandlerContext context;
  private final Channel channel;
  private final HttpCall call;
  private final boolean keepAlive;
  private final Writability writability;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();
  private Runnable whenAnswered = () -> {};
  private final List<Runnable> disconnectActions = new ArrayList<>();
  private boolean streaming;
  private boolean disconnected;
  private boolean draining;
  private volatile boolean outlivesHandler;

  NettyExchange(ChannelHandlerContext context, HttpCall call, boolean keepAlive) {
    this.context = context;
    this.channel = context.channel();
    this.call = call;
    this.keepAlive = keepAlive;
    this.writability = new Writability(channel);
  }

  @Override
  public HttpCall call() {
    return call;
  }

  @Override
  public boolean answered() {
    return answered.get();
  }

  @Override
  public void reply(HttpReply reply) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("wants one answer to " + call.method() + ", got another");
    }
    boolean bodiless = call.method().equals("HEAD");
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.code()),
            bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
    setHeaders(response.headers(), reply);
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    write(response);
    finish();
  }

  @Override
  public BodyStream stream(HttpReply head) throws IOException {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("wants one answer to " + call.method() + ", got another");
    }
    becomeStream();
    var response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.code()));
    setHeaders(response.headers(), head);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    write(response);
    if (head.body().length > 0) {
      write(new DefaultHttpContent(Unpooled.wrappedBuffer(head.body())));
    }
    return this;
  }

  @Override
  public BodyStream webSocket(boolean text) throws IOException {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("wants one answer to " + call.method() + ", got another");
    }
    var messages = MessageChannel.open(channel, call, text, this::disconnect);
    onDisconnect(messages::close);
    becomeStream();
    return messages;
  }

  private synchronized void becomeStream() {
    streaming = true;
    if (draining) {
      disconnect();
    }
  }

  @Override
  public RawPipe upgrade(byte[] head) throws IOException {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("wants one answer to " + call.method() + ", got another");
    }
    var pipe = RawChannel.takeOver(channel, head);
    onDisconnect(pipe::close);
    return pipe;
  }

  @Override
  public void write(byte[] bytes) throws IOException, InterruptedException {
    writability.await();
    offer(bytes);
  }

  @Override
  public void offer(byte[] bytes) {
    write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public boolean isWritable() {
    return writability.isWritable();
  }

  @Override
  public void onWritable(Runnable action) {
    writability.onWritable(action);
  }

  @Override
  public synchronized boolean isOpen() {
    return !disconnected && channel.isActive();
  }

  @Override
  public void close() {
    if (!finished.get()) {
      write(LastHttpContent.EMPTY_LAST_CONTENT);
      finish();
    }
  }

  @Override
  public void onDisconnect(Runnable action) {
    synchronized (this) {
      if (!disconnected) {
        disconnectActions.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void proceed(Runnable action) {
    var loop = context.executor();
    if (loop.inEventLoop()) {
      action.run();
    } else {
      loop.execute(action);
    }
  }

  /// Runs when the whole answer is on its way or never will be; at once if that is so already.
  void whenAnswered(Runnable action) {
    synchronized (this) {
      if (!finished.get()) {
        whenAnswered = action;
        return;
      }
    }
    action.run();
  }

  /// The server shuts down: streams end, other answers are still awaited.
  void drain() {
    boolean now;
    synchronized (this) {
      draining = true;
      now = streaming;
    }
    if (now) {
      disconnect();
    }
  }

  /// The client is gone.
  void disconnect() {
    List<Runnable> actions;
    synchronized (this) {
      disconnected = true;
      actions = List.copyOf(disconnectActions);
      disconnectActions.clear();
    }
    writability.close();
    actions.forEach(Runnable::run);
  }

  void writabilityChanged() {
    writability.signal();
  }

  @Override
  public void outliveHandler() {
    outlivesHandler = true;
  }

  /// The handler is done: whatever it left open is over, unless it said otherwise.
  void end() {
    if (!outlivesHandler && !finished.get()) {
      markFinished();
      channel.close();
    }
  }

  private void markFinished() {
    Runnable next;
    synchronized (this) {
      finished.set(true);
      next = whenAnswered;
      whenAnswered = () -> {};
    }
    next.run();
  }

  private void write(Object message) {
    context.writeAndFlush(
        message, context.newPromise().addListener(ChannelFutureListener.CLOSE_ON_FAILURE));
  }

  private void finish() {
    if (!keepAlive) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
    markFinished();
  }

  private void setHeaders(HttpHeaders headers, HttpReply reply) {
    headers.set(HttpHeaderNames.DATE, HttpDate.now());
    reply.headers().forEach(header -> headers.add(header.name(), header.value()));
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }
}
