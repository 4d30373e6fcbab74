package dev.coxswain.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps a channel from waiting for minutes before it looks whether a server is back.
///
/// The library's pauses grow up to two minutes and can't be configured; whoever wants to call now
/// is a reason to look now, though not more than once a second.
final class Reconnection {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final ManagedChannel channel;
  private final AtomicLong lastHurry = new AtomicLong(System.nanoTime());

  Reconnection(ManagedChannel channel) {
    this.channel = channel;
  }

  void hurry() {
    if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
      return;
    }
    long now = System.nanoTime();
    long last = lastHurry.get();
    if (now - last >= PAUSE_NANOS && lastHurry.compareAndSet(last, now)) {
      channel.resetConnectBackoff();
    }
  }
}
