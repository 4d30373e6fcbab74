package dev.coxswain.apiserver.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SupervisionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Deadlines deadlines = new Deadlines();
  private final ApiRequest.Get request =
      new ApiRequest.Get(
          Target.of(Scheme.kubernetes().resourceOf(ConfigMap.class), "default", "c"), "");

  @AfterEach
  void close() {
    deadlines.close();
  }

  private Supervision supervision(Duration longest) {
    return new Supervision(new RequestMetrics(registry), deadlines, longest);
  }

  @Test
  void whatIsAnsweredOrRefusedIsCounted() {
    var supervision = supervision(Duration.ofMinutes(1));
    var done = new ApiResponse.Done(Status.getDefaultInstance(), 202);
    assertThat(supervision.watchOver(request, () -> done)).isSameAs(done);
    assertThatThrownBy(() ->
            supervision.watchOver(
                request,
                () -> {
                  throw ApiException.of(new Refusal.NotFound("configmaps", "c"));
                }))
        .isInstanceOf(ApiException.NotFound.class);
    assertThatThrownBy(() ->
            supervision.watchOver(
                request,
                () -> {
                  throw new IllegalStateException("a bug");
                }))
        .hasMessage("a bug");
    assertThat(counted("202")).isOne();
    assertThat(counted("404")).isOne();
    assertThat(counted("500")).isOne();
  }

  @Test
  void whatTakesTooLongEnds() {
    var never = new CountDownLatch(1);
    assertThatThrownBy(() ->
            supervision(Duration.ofMillis(1))
                .watchOver(
                    request,
                    () -> {
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                      }
                      throw new AssertionError("nobody opens this latch");
                    }))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(504))
        .hasMessage("Timeout: request did not complete within the allotted timeout");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(counted("504")).isOne();
  }

  @Test
  void watchesCountAsOpenUntilTheyAreClosed() {
    var resource = Scheme.kubernetes().resourceOf(ConfigMap.class);
    var watch =
        new ApiRequest.Watch(
            Target.of(resource, "default", ""),
            ListSelection.all(),
            false,
            Optional.empty(),
            Duration.ZERO);
    var answer =
        supervision(Duration.ofMinutes(1))
            .watchOver(watch, () -> new ApiResponse.Stream(resource, new Silence()));
    assertThat(open()).isOne();
    assertThat(answer)
        .isInstanceOfSatisfying(
            ApiResponse.Stream.class,
            opened -> {
              opened.stream().close();
              opened.stream().close();
            });
    assertThat(open()).isZero();
  }

  private double open() {
    return registry
        .get("apiserver.longrunning.requests")
        .tags("verb", "WATCH", "resource", "configmaps", "scope", "namespace")
        .gauge()
        .value();
  }

  /// A watch on which nothing happens.
  private static final class Silence implements WatchStream {
    @Override
    public Optional<WatchItem> poll() {
      return Optional.empty();
    }

    @Override
    public void whenReady(Runnable action) {}

    @Override
    public Instant due() {
      return Instant.MAX;
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public void close() {}
  }

  private double counted(String code) {
    return registry
        .get("apiserver.request")
        .tags("verb", "GET", "resource", "configmaps", "scope", "resource", "code", code)
        .counter()
        .count();
  }
}
