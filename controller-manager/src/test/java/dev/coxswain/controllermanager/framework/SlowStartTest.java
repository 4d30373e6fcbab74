package dev.coxswain.controllermanager.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStartTest {
  private final FakeApiClient client = new FakeApiClient(InstantSource.system());

  @ParameterizedTest(name = "of {0}, number {1} fails: {2} succeed, {3} are not tried")
  @CsvSource({
    "10, 99, 10, 0",
    "10, 0, 0, 9",
    "10, 1, 2, 7",
    "10, 3, 6, 3",
    "1, 0, 0, 0",
    "0, 9, 0, 0"
  })
  void stopsAtTheBatchInWhichOneFails(int count, int failing, int succeeded, int skipped) {
    var tried = new ArrayList<Integer>();
    var outcome =
        SlowStart.run(
            client,
            IntStream.range(0, count).boxed().toList(),
            i -> {
              tried.add(i);
              if (i == failing) {
                throw ApiException.of(new Refusal.ServiceUnavailable("no"));
              }
            });
    assertThat(outcome.succeeded()).isEqualTo(succeeded);
    assertThat(outcome.skipped()).isEqualTo(skipped);
    assertThat(outcome.failure().isPresent()).isEqualTo(failing < count);
    assertThat(tried).hasSize(count - skipped);
  }

  @Test
  void aMistakeIsNoRefusal() {
    assertThatThrownBy(() ->
            SlowStart.run(
                client,
                List.of(1),
                _ -> {
                  throw new IllegalStateException("mistake");
                }))
        .isInstanceOf(IllegalStateException.class);
  }
}
