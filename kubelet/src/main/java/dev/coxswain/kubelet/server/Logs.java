package dev.coxswain.kubelet.server;

import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ContainerStreams.LogQuery;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// `/containerLogs/{namespace}/{pod}/{container}`.
final class Logs {
  private final Targets targets;
  private final ContainerStreams streams;
  private final InstantSource clock;

  Logs(Targets targets, ContainerStreams streams, InstantSource clock) {
    this.targets = targets;
    this.streams = streams;
    this.clock = clock;
  }

  /// Which output is wanted.
  ///
  /// @param previous that of the container before the one that runs or will run
  record Wanted(
      String namespace,
      String pod,
      String container,
      boolean previous,
      LogQuery query,
      long limitBytes) {}

  /// Where it goes, once it is clear that there is some.
  interface Sink {
    OutputStream open() throws IOException;
  }

  /// Returns when everything was sent, or the client went away.
  void serve(Call call, Channel channel) throws Refused, IOException {
    if (call.path().size() != 4) {
      throw new Refused(404, "404 page not found");
    }
    var wanted =
        new Wanted(
            call.path().get(1),
            call.path().get(2),
            call.path().get(3),
            call.flag("previous"),
            query(call),
            call.text("limitBytes").map(Long::parseLong).orElse(Long.MAX_VALUE));
    var reader = Thread.currentThread();
    channel.closeFuture().addListener(_ -> reader.interrupt());
    copy(wanted, () -> Responses.stream(channel, Responses.TEXT), channel::isActive);
  }

  /// Returns when everything was copied.
  ///
  /// @param alive whether the other end still listens
  void copy(Wanted wanted, Sink sink, BooleanSupplier alive) throws Refused, IOException {
    var container =
        targets.logged(wanted.namespace(), wanted.pod(), wanted.container(), wanted.previous());
    var body = sink.open();
    try {
      streams.copyLogs(container, wanted.query(), new Limited(body, wanted.limitBytes()));
    } catch (LimitReached e) {
      // The client got all that it asked for.
    } finally {
      if (alive.getAsBoolean()) {
        body.close();
      }
    }
  }

  private LogQuery query(Call call) throws Refused {
    try {
      Optional<Instant> since =
          call.text("sinceTime")
              .map(Times::parse)
              .or(() ->
                  call.text("sinceSeconds")
                      .map(seconds -> clock.instant().minusSeconds(Long.parseLong(seconds))));
      var tail =
          call.text("tailLines")
              .map(Integer::parseInt)
              .map(OptionalInt::of)
              .orElse(OptionalInt.empty());
      return new LogQuery(call.flag("follow"), since, tail, call.flag("timestamps"));
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "invalid log options: " + e.getMessage());
    }
  }

  private static final class LimitReached extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static final class Limited extends OutputStream {
    private final OutputStream out;
    private long left;

    Limited(OutputStream out, long limit) {
      this.out = out;
      this.left = limit;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int fitting = (int) Math.min(left, length);
      out.write(bytes, offset, fitting);
      left -= fitting;
      if (left == 0) {
        throw new LimitReached();
      }
    }
  }
}
