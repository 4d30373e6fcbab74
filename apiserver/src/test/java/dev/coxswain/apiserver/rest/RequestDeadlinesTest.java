package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.loops.Deadlines;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDeadlinesTest {
  private final Deadlines clockwork = new Deadlines();
  private final RequestDeadlines deadlines =
      new RequestDeadlines(clockwork, Duration.ofSeconds(60));

  @AfterEach
  void close() {
    clockwork.close();
  }

  @Test
  void aRequestMayAskForLessTimeNotForMore() {
    assertThat(deadlines.allowed("")).isEqualTo(Duration.ofSeconds(60));
    assertThat(deadlines.allowed("5s")).isEqualTo(Duration.ofSeconds(5));
    assertThat(deadlines.allowed("5m")).isEqualTo(Duration.ofSeconds(60));
    assertThat(deadlines.allowed("0s")).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void nonsenseIsRefusedInGosWords() {
    assertThatThrownBy(() -> deadlines.allowed("soon"))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage(
            "invalid timeout specified in the request URL - time: invalid duration \"soon\"");
  }

  @Test
  void whoIsLateIsTold() throws Exception {
    var late = new CountDownLatch(1);
    try (var _ = deadlines.start("1ms", late::countDown)) {
      assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
