package dev.coxswain.apiserver.rest;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells clients why they don't get what they asked for.
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private static final int INTERNAL = 500;

  private final Answers answers;

  Failures(Answers answers) {
    this.answers = answers;
  }

  /// Nothing is told when something has been answered already.
  void tell(RecordedExchange exchange, Throwable why) {
    switch (why) {
      case CompletionException e when e.getCause() != null -> tell(exchange, e.getCause());
      case ApiException e -> {
        if (e.status().getCode() == INTERNAL) {
          log.atWarn().addKeyValue("path", exchange.call().path()).setCause(e).log("not done");
        }
        refuse(exchange, e.status());
      }
      case IOException e -> {
        log.atDebug()
            .addKeyValue("path", exchange.call().path())
            .setCause(e)
            .log("connection broken");
        refuse(exchange, unreachable(e)); // If it was the client's, nobody will read it.
      }
      default -> {
        if (!exchange.timedOut()) {
          refuse(exchange, bug(exchange, why));
        }
      }
    }
  }

  /// The time of the request is over.
  ///
  /// @return false if it was answered in time
  boolean timeOut(RecordedExchange exchange) {
    var late = new Refusal.Timeout("request did not complete within the allotted timeout", 0);
    return exchange.timeOut(answers.refusal(exchange.call(), late.toStatus()));
  }

  private void refuse(RecordedExchange exchange, Status status) {
    if (!exchange.answered()) {
      exchange.reply(answers.refusal(exchange.call(), status));
    }
  }

  private static Status unreachable(IOException e) {
    return new Refusal.ServiceUnavailable("error trying to reach service: " + e.getMessage())
        .toStatus();
  }

  private static Status bug(RecordedExchange exchange, Throwable e) {
    log.atError()
        .addKeyValue("auditId", exchange.auditId())
        .addKeyValue("method", exchange.call().method())
        .addKeyValue("path", exchange.call().path())
        .setCause(e)
        .log("request failed");
    return new Refusal.Internal("see the server's log, id " + exchange.auditId()).toStatus();
  }
}
