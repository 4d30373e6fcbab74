package dev.coxswain.apiserver.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The exchanges that are under way, each on its virtual thread unless it needs no waiting.
final class Exchanges {
  private static final Logger log = LoggerFactory.getLogger(Exchanges.class);

  private final HttpHandler handler;
  private final Set<NettyExchange> active = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  Exchanges(HttpHandler handler) {
    this.handler = handler;
  }

  boolean draining() {
    return draining;
  }

  void start(NettyExchange exchange, Runnable done) {
    active.add(exchange);
    if (draining) {
      exchange.drain();
    }
    if (handledAtOnce(exchange)) {
      exchange.whenAnswered(() -> over(exchange, done));
    } else {
      Thread.ofVirtual().name("http " + exchange.call().method()).start(() -> run(exchange, done));
    }
  }

  private boolean handledAtOnce(NettyExchange exchange) {
    try {
      return handler.handleAtOnce(exchange);
    } catch (RuntimeException | Error e) {
      failed(exchange, e);
      exchange.end();
      return true;
    }
  }

  private void run(NettyExchange exchange, Runnable done) {
    try {
      handler.handle(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // Also errors: a thread that dies silently is the worst of answers.
      failed(exchange, e);
    } finally {
      exchange.end();
      exchange.whenAnswered(() -> over(exchange, done));
    }
  }

  private void over(NettyExchange exchange, Runnable done) {
    active.remove(exchange);
    done.run();
  }

  private static void failed(NettyExchange exchange, Throwable e) {
    log.atError()
        .addKeyValue("method", exchange.call().method())
        .addKeyValue("path", exchange.call().path())
        .setCause(e)
        .log("request failed");
  }

  /// Ends streams at once, and waits for the other answers.
  void drain(Duration patience) throws InterruptedException {
    draining = true;
    active.forEach(NettyExchange::drain);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!active.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(10));
    }
  }
}
