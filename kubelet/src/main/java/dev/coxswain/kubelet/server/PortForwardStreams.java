package dev.coxswain.kubelet.server;

import dev.coxswain.api.core.v1.Pod;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pairs the streams of one client: for each connection one for data and one for what went wrong.
///
/// The other side (and so we) never waits for SPDY's flow control windows.
final class PortForwardStreams extends SimpleChannelInboundHandler<SpdyFrame> {
  private static final Logger log = LoggerFactory.getLogger(PortForwardStreams.class);
  private static final String TYPE = "streamtype";
  private static final String PORT = "port";
  private static final String REQUEST = "requestid";

  private final Pod pod;
  private final int pid;
  private final Map<String, Integer> errorStreams = new HashMap<>();
  private final Map<Integer, ForwardedConnection> connections = new HashMap<>();

  PortForwardStreams(Pod pod, int pid) {
    this.pod = pod;
    this.pid = pid;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
    switch (frame) {
      case SpdySynStreamFrame opened -> open(context, opened);
      case SpdyDataFrame data -> {
        var connection = connections.get(data.streamId());
        if (connection != null) {
          connection.receive(ByteBufUtil.getBytes(data.content()), data.isLast());
        }
      }
      case SpdyRstStreamFrame reset -> {
        var connection = connections.remove(reset.streamId());
        if (connection != null) {
          connection.close();
        }
      }
      case SpdyPingFrame ping -> context.writeAndFlush(ping);
      default -> {}
    }
  }

  private void open(ChannelHandlerContext context, SpdySynStreamFrame opened) {
    var headers = opened.headers();
    var request = headers.getAsString(REQUEST) == null ? "" : headers.getAsString(REQUEST);
    var type = headers.getAsString(TYPE) == null ? "data" : headers.getAsString(TYPE);
    context.writeAndFlush(reply(opened.streamId(), type));
    if (type.equals("error")) {
      errorStreams.put(request, opened.streamId());
      return;
    }
    var error = errorStreams.remove(request);
    var connection =
        new ForwardedConnection(
            context.channel(),
            pod,
            pid,
            Integer.parseInt(headers.getAsString(PORT)),
            opened.streamId(),
            error == null ? 0 : error);
    connections.put(opened.streamId(), connection);
    connection.start();
  }

  /// With one header at least: Netty leaves out an empty block, and Go's end takes that for a
  /// broken frame.
  private static DefaultSpdySynReplyFrame reply(int streamId, String type) {
    var reply = new DefaultSpdySynReplyFrame(streamId);
    reply.headers().set(TYPE, type);
    return reply;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    connections.values().forEach(ForwardedConnection::close);
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().setCause(cause).log("connection failed");
    context.close();
  }
}
