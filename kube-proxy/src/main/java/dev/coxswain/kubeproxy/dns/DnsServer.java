package dev.coxswain.kubeproxy.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/// Answers DNS over UDP and TCP at one address, from the zone of the moment.
///
/// Zone answers are given at once by the receiving thread; questions for others wait on virtual
/// threads.
public final class DnsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsServer.class);
  private static final int PLAIN_UDP_SIZE = 512;
  private static final int MAX_MESSAGE = 65_535;
  private static final int MAX_FORWARDED = 1_000;
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(10);

  /// A zone and the number of the change that made it.
  record Current(Zone zone, Replies replies) {
    Answer answer(Message query) {
      var question = query.getQuestion();
      return zone.answer(question.getName().toString(true), Replies.typeOf(question));
    }
  }

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Upstream upstream;
  private final Semaphore forwarded = new Semaphore(MAX_FORWARDED);
  private volatile Current current;

  private DnsServer(InetSocketAddress address, Upstream upstream, Current current)
      throws IOException {
    this.udp = new DatagramSocket(address);
    try {
      this.tcp = new ServerSocket(udp.getLocalPort(), 50, address.getAddress());
    } catch (IOException e) {
      udp.close();
      throw e;
    }
    this.upstream = upstream;
    this.current = current;
  }

  /// Binds and starts to answer.
  static DnsServer start(InetSocketAddress address, Zone zone, Upstream upstream)
      throws IOException {
    var server = new DnsServer(address, upstream, new Current(zone, new Replies(zone.domain(), 0)));
    Thread.ofPlatform().name("dns-udp").daemon().start(server::serveUdp);
    Thread.ofVirtual().name("dns-tcp").start(server::serveTcp);
    return server;
  }

  /// Answers from this zone from now on.
  void publish(Zone zone, long serial) {
    current = new Current(zone, new Replies(zone.domain(), serial));
  }

  int port() {
    return udp.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    var packet = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
    while (!udp.isClosed()) {
      try {
        packet.setLength(MAX_MESSAGE);
        udp.receive(packet);
        answerUdp(Arrays.copyOf(packet.getData(), packet.getLength()), packet);
      } catch (SocketException e) {
        if (!udp.isClosed()) {
          log.atWarn().setCause(e).log("cannot receive");
        }
      } catch (IOException e) {
        log.atWarn().setCause(e).log("cannot answer");
      }
    }
  }

  private void answerUdp(byte[] bytes, DatagramPacket from) throws IOException {
    var client = (InetSocketAddress) from.getSocketAddress();
    var query = parse(bytes);
    if (query.isEmpty()) {
      return;
    }
    var reply = answer(query.get());
    if (reply.isPresent()) {
      send(reply.get().toWire(udpSize(query.get())), client);
      return;
    }
    if (!forwarded.tryAcquire()) {
      send(Replies.failure(query.get(), Rcode.SERVFAIL).toWire(), client);
      return;
    }
    Thread.ofVirtual().name("dns-forward").start(() -> forwardUdp(query.get(), bytes, client));
  }

  private void forwardUdp(Message query, byte[] bytes, InetSocketAddress client) {
    try {
      send(forward(query, bytes, false), client);
    } catch (IOException e) {
      log.atDebug().addKeyValue("client", client).setCause(e).log("cannot answer");
    } finally {
      forwarded.release();
    }
  }

  private void send(byte[] reply, InetSocketAddress client) throws IOException {
    udp.send(new DatagramPacket(reply, reply.length, client));
  }

  private static int udpSize(Message query) {
    var options = query.getOPT();
    return options == null ? PLAIN_UDP_SIZE : Math.max(PLAIN_UDP_SIZE, options.getPayloadSize());
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        var connection = tcp.accept();
        Thread.ofVirtual().name("dns-connection").start(() -> serve(connection));
      } catch (IOException e) {
        if (!tcp.isClosed()) {
          log.atWarn().setCause(e).log("cannot accept");
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout((int) IDLE_CONNECTION.toMillis());
      var in = new DataInputStream(connection.getInputStream());
      while (true) {
        byte[] bytes = in.readNBytes(in.readUnsignedShort());
        var query = parse(bytes);
        if (query.isEmpty()) {
          return;
        }
        var reply = answer(query.get()).map(Message::toWire);
        connection
            .getOutputStream()
            .write(framed(reply.orElseGet(() -> forward(query.get(), bytes, true))));
      }
    } catch (EOFException _) {
      log.atTrace().log("client is done");
    } catch (IOException e) {
      log.atDebug().setCause(e).log("connection ended");
    }
  }

  /// A message as TCP carries it: its length first.
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  private byte[] forward(Message query, byte[] bytes, boolean overTcp) {
    var now = current;
    if (now.answer(query) instanceof Answer.Found found) {
      return now.zone()
          .continuesAt(found, Replies.typeOf(query.getQuestion()))
          .map(target -> continued(now.replies().found(query, found), target, overTcp))
          .orElseGet(() -> now.replies().found(query, found))
          .toWire(overTcp ? MAX_MESSAGE : udpSize(query));
    }
    return upstream
        .ask(bytes, overTcp)
        .orElseGet(() -> Replies.failure(query, Rcode.SERVFAIL).toWire());
  }

  /// Adds what the host's resolvers know of the name that an alias leads to.
  private Message continued(Message reply, String target, boolean overTcp) {
    var query = Replies.question(target, reply.getQuestion());
    upstream
        .ask(query.toWire(), overTcp)
        .flatMap(DnsServer::parseReply)
        .ifPresent(rest -> Replies.append(reply, rest));
    return reply;
  }

  private static Optional<Message> parseReply(byte[] bytes) {
    try {
      return Optional.of(new Message(bytes));
    } catch (IOException e) {
      log.atDebug().setCause(e).log("resolver sends no DNS");
      return Optional.empty();
    }
  }

  /// Empty for what is no question at all; nobody waits for an answer to it.
  private static Optional<Message> parse(byte[] bytes) {
    try {
      var message = new Message(bytes);
      return message.getHeader().getFlag(Flags.QR) ? Optional.empty() : Optional.of(message);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Empty when somebody else has to answer, at least in part.
  private Optional<Message> answer(Message query) {
    var question = query.getQuestion();
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return Optional.of(Replies.failure(query, Rcode.NOTIMP));
    }
    if (question == null) {
      return Optional.of(Replies.failure(query, Rcode.FORMERR));
    }
    var now = current;
    return switch (now.answer(query)) {
      case Answer.Found found
          when now.zone().continuesAt(found, Replies.typeOf(question)).isPresent() ->
          Optional.empty();
      case Answer.Found found -> Optional.of(now.replies().found(query, found));
      case Answer.NoSuchName _ -> Optional.of(now.replies().noSuchName(query));
      case Answer.NotOurs _ -> Optional.empty();
    };
  }
}
