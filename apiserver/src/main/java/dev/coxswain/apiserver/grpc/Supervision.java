package dev.coxswain.apiserver.grpc;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.metrics.RequestMetrics.Subject;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.PatchType;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Counts calls among the requests, and ends those that take too long, as is done for REST.
final class Supervision {
  private static final int BUG = 500;
  private static final int OK = 200;

  private final RequestMetrics metrics;
  private final Deadlines deadlines;
  private final Duration longest;

  /// @param longest how long a call may take that is no watch
  Supervision(RequestMetrics metrics, Deadlines deadlines, Duration longest) {
    this.metrics = metrics;
    this.deadlines = deadlines;
    this.longest = longest;
  }

  /// Does the work on the caller's thread.
  ///
  /// @param work ends soon when its thread is interrupted
  /// @throws ApiException if it is refused, or has taken too long
  ApiResponse watchOver(ApiRequest request, Supplier<ApiResponse> work) {
    var subject = subject(request);
    long began = System.nanoTime();
    int code = BUG;
    try {
      var response =
          request instanceof ApiRequest.Watch ? opened(subject, work.get()) : inTime(subject, work);
      code = code(response);
      return response;
    } catch (ApiException e) {
      code = e.code();
      throw e;
    } finally {
      metrics.count(subject, code);
      if (!(request instanceof ApiRequest.Watch)) {
        metrics.time(subject, Duration.ofNanos(System.nanoTime() - began));
      }
    }
  }

  private ApiResponse opened(Subject subject, ApiResponse response) {
    return switch (response) {
      case ApiResponse.Stream(var resource, var stream) ->
          new ApiResponse.Stream(resource, new OpenWatch(stream, metrics.openStreams(subject)));
      default -> response;
    };
  }

  private ApiResponse inTime(Subject subject, Supplier<ApiResponse> work) {
    var late = new AtomicBoolean();
    var thread = Thread.currentThread();
    Runnable end =
        () -> {
          late.set(true);
          thread.interrupt();
        };
    try (var _ = deadlines.in(longest, end)) {
      return work.get();
    } catch (RuntimeException e) {
      if (!late.get()) {
        throw e;
      }
      Thread.interrupted(); // It has done its work.
      var refusal =
          ApiException.of(
              new Refusal.Timeout("request did not complete within the allotted timeout", 0));
      refusal.initCause(e);
      metrics.terminated(subject, refusal.code());
      throw refusal;
    }
  }

  private static int code(ApiResponse response) {
    return switch (response) {
      case ApiResponse.One(_, int code) -> code;
      case ApiResponse.Done(_, int code) -> code;
      case ApiResponse.Many _, ApiResponse.Stream _ -> OK;
    };
  }

  private static Subject subject(ApiRequest request) {
    var target = request.target();
    var version = target.resource().groupVersion();
    return new Subject(
        verb(request),
        version.group(),
        version.version(),
        target.resource().plural(),
        target.subresource(),
        !target.name().isEmpty()
            ? "resource"
            : target.namespace().isEmpty() ? "cluster" : "namespace",
        isDryRun(request) ? "All" : "");
  }

  /// As upstream's metrics spell it.
  private static String verb(ApiRequest request) {
    return switch (request) {
      case ApiRequest.Create _ -> "POST";
      case ApiRequest.Update _ -> "PUT";
      case ApiRequest.Patch patch -> patch.type() == PatchType.APPLY ? "APPLY" : "PATCH";
      default -> request.verb().toUpperCase(Locale.ROOT);
    };
  }

  private static boolean isDryRun(ApiRequest request) {
    return switch (request) {
      case ApiRequest.Create create -> create.options().dryRun();
      case ApiRequest.Update update -> update.options().dryRun();
      case ApiRequest.Patch patch -> patch.options().dryRun();
      case ApiRequest.Delete delete -> delete.options().getDryRunCount() > 0;
      case ApiRequest.DeleteCollection deletion -> deletion.options().getDryRunCount() > 0;
      default -> false;
    };
  }
}
