package dev.coxswain.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Puts the parts of a request together and hands it over; on one connection one after the other.
///
/// A client that has sent more requests than it has had answers to (pipelining) waits, and at
/// [#PIPELINED] is not read.
final class RequestCollector extends SimpleChannelInboundHandler<HttpObject> {
  private static final int PIPELINED = 16;

  /// How long a connection may wait for the whole head of its next request, and a request for the
  /// rest of its body: clients that send a byte now and then hold nothing up.
  static final Duration IDLE = Duration.ofSeconds(90);

  private static final Duration BODY = Duration.ofSeconds(60);
  private static final Duration LINGER = Duration.ofMillis(500);

  private final Exchanges exchanges;
  private final List<X509Certificate> certificates;
  private final int maxBodyBytes;
  private final Duration idle;
  private final Deque<NettyExchange> waiting = new ArrayDeque<>();
  private NettyExchange active;
  private HttpRequest head;
  private ByteArrayOutputStream body;
  private boolean tooLarge;
  private Patience patience;

  /// @param idle how long the connection may wait for its next request; zero if that is not for
  ///   this one to say, because it sees a single stream of the connection
  RequestCollector(
      Exchanges exchanges, List<X509Certificate> certificates, int maxBodyBytes, Duration idle) {
    this.exchanges = exchanges;
    this.certificates = certificates;
    this.maxBodyBytes = maxBodyBytes;
    this.idle = idle;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      refuse(context, part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpRequest request) {
      begin(context, request);
    }
    if (part instanceof HttpContent content && head != null) {
      append(content.content());
      if (part instanceof LastHttpContent) {
        complete(context);
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    patience = new Patience(context.executor(), () -> context.channel().close());
    awaitNext();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    patience.end();
  }

  private void awaitNext() {
    if (idle.isPositive()) {
      patience.begin(idle);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    if (!(request instanceof LastHttpContent)) {
      patience.begin(BODY);
    }
    head = request;
    body = new ByteArrayOutputStream(256);
    tooLarge = false;
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private void append(ByteBuf bytes) {
    if (body.size() + bytes.readableBytes() > maxBodyBytes) {
      tooLarge = true;
    } else if (!tooLarge) {
      var copy = new byte[bytes.readableBytes()];
      bytes.getBytes(bytes.readerIndex(), copy);
      body.writeBytes(copy);
    }
  }

  private void complete(ChannelHandlerContext context) {
    var target = head.uri();
    int question = target.indexOf('?');
    var call =
        new HttpCall(
            head.method().name(),
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            headers(head),
            body.toByteArray(),
            tooLarge,
            certificates,
            String.valueOf(remote(context)));
    boolean keepAlive = HttpUtil.isKeepAlive(head) && !exchanges.draining();
    head = null;
    body = null;
    patience.rest();
    waiting.add(new NettyExchange(context, call, keepAlive));
    startNext(context);
    if (waiting.size() >= PIPELINED) {
      context.channel().config().setAutoRead(false);
    }
  }

  private void startNext(ChannelHandlerContext context) {
    if (active == null && !waiting.isEmpty() && context.channel().isActive()) {
      active = waiting.poll();
      var current = active;
      exchanges.start(current, () -> current.proceed(() -> done(context, current)));
    }
  }

  private void done(ChannelHandlerContext context, NettyExchange exchange) {
    if (active == exchange) {
      active = null;
    }
    if (!context.isRemoved()) {
      context.channel().config().setAutoRead(true);
      if (head == null && waiting.isEmpty()) {
        awaitNext();
      }
      startNext(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.clear();
    if (active != null) {
      active.disconnect();
    }
    context.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (active != null) {
      active.writabilityChanged();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // Resets and broken TLS: the client is gone, and there is nobody to tell.
  }

  private void refuse(ChannelHandlerContext context, Throwable cause) {
    boolean tooLong =
        cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
    var status =
        tooLong
            ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            : HttpResponseStatus.BAD_REQUEST;
    var bytes = status.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
    HttpUtil.setContentLength(response, bytes.length);
    HttpUtil.setKeepAlive(response, false);
    context.writeAndFlush(response);
    // A client that is still sending would lose the answer if the connection were closed at once.
    patience.begin(LINGER);
  }

  private static Object remote(ChannelHandlerContext context) {
    var channel = context.channel();
    var parent = channel.parent();
    return channel.remoteAddress() == null && parent != null
        ? parent.remoteAddress()
        : channel.remoteAddress();
  }

  private static Map<String, List<String>> headers(HttpRequest request) {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue());
    }
    return headers;
  }
}
