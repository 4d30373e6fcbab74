package dev.coxswain.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private int late;
  private final Patience patience = new Patience(channel.eventLoop(), () -> late++);

  @BeforeEach
  void stopTheClock() {
    channel.freezeTime();
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void aLimitThatIsNotMetIsTold() {
    patience.begin(Duration.ofSeconds(5));
    pass(4);
    assertThat(late).isZero();
    pass(2);
    assertThat(late).isEqualTo(1);
  }

  @Test
  void aLaterLimitReplacesAnEarlierOne() {
    patience.begin(Duration.ofSeconds(5));
    pass(4);
    patience.begin(Duration.ofSeconds(5));
    pass(4);
    assertThat(late).isZero();
    pass(2);
    assertThat(late).isEqualTo(1);
  }

  @Test
  void aShorterLimitIsSeenInTime() {
    patience.begin(Duration.ofSeconds(90));
    patience.begin(Duration.ofSeconds(1));
    pass(2);
    assertThat(late).isEqualTo(1);
  }

  @Test
  void whoRestsOrHasEndedIsNeverLate() {
    patience.begin(Duration.ofSeconds(5));
    patience.rest();
    pass(60);
    patience.begin(Duration.ofSeconds(5));
    patience.end();
    pass(60);
    assertThat(late).isZero();
  }
}
