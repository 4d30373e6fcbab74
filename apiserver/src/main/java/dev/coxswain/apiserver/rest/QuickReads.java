package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.flow.RequestLimits.Place;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.loops.Deadlines.Deadline;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Answers reads of single objects without a thread of their own: they cost less than the change of
/// threads would.
final class QuickReads {
  private final Identification identification;
  private final RequestPipeline pipeline;
  private final RequestLimits limits;
  private final RequestDeadlines deadlines;
  private final Routes routes;
  private final Answers answers;
  private final Failures failures;
  private final InstantSource clock;

  QuickReads(
      Identification identification,
      RequestPipeline pipeline,
      RequestLimits limits,
      RequestDeadlines deadlines,
      Routes routes,
      Answers answers,
      Failures failures,
      InstantSource clock) {
    this.identification = identification;
    this.pipeline = pipeline;
    this.limits = limits;
    this.deadlines = deadlines;
    this.routes = routes;
    this.answers = answers;
    this.failures = failures;
    this.clock = clock;
  }

  /// Whether a request is one of these, as far as its form tells.
  static boolean isMeant(RequestPath path) {
    return path.isResource() && path.verb().equals("get") && path.subresource().isEmpty();
  }

  /// What is known of a request before its object is looked at.
  private record Begun(
      RecordedExchange exchange, Target target, Encoder encoder, Place place, Deadline deadline)
      implements AutoCloseable {
    @Override
    public void close() {
      place.close();
      deadline.close();
    }
  }

  /// @return false, and nothing was done, if the request may have to wait after all
  /// @throws ApiException if it is refused
  boolean handle(RecordedExchange exchange, RequestPath path, QueryParameters query) {
    var call = exchange.call();
    if (call.tooLarge() || call.wantsUpgrade() || query.has("timeout")) {
      return false;
    }
    var user = identification.of(call);
    var target = routes.target(path);
    if (target.isEmpty()
        || !(RequestReader.read(path, target.get(), call, query) instanceof ApiRequest.Get get)) {
      return false;
    }
    var place = limits.tryTake(path.attributes(user), exchange::classify);
    if (place.isEmpty()) {
      return false;
    }
    boolean begun = false;
    try {
      var encoder = answers.encoder(call, query, false);
      var warnings = exchange.warnings();
      var context =
          new RequestContext(
              user, call.header("user-agent").orElse(""), clock.instant(), warnings::add);
      Optional<CompletableFuture<ApiResponse.One>> found = pipeline.handleLater(get, context);
      if (found.isEmpty()) {
        return false;
      }
      warnings.addDeprecation(target.get());
      var deadline = found.get().isDone() ? Deadline.NONE : deadline(exchange);
      var reading = new Begun(exchange, target.get(), encoder, place.get(), deadline);
      found
          .get()
          .whenComplete((one, broken) -> exchange.proceed(() -> answer(reading, one, broken)));
      begun = true;
      return true;
    } finally {
      if (!begun) {
        place.get().close();
      }
    }
  }

  private void answer(Begun reading, ApiResponse.One one, Throwable broken) {
    var exchange = reading.exchange();
    try (reading) {
      if (broken == null) {
        var reply = Answers.of(one, reading.target(), reading.encoder());
        exchange.reply(Compression.compress(exchange.call(), reply));
      } else {
        failures.tell(exchange, broken);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failures.tell(exchange, e);
    }
  }

  private Deadline deadline(RecordedExchange exchange) {
    return deadlines.start("", () -> failures.timeOut(exchange));
  }
}
