package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.flow.PlainLimits;
import dev.coxswain.apiserver.flow.RequestLimits.Place;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SeatsTest {
  private static final String PODS = "/api/v1/pods";

  private final Seats seats = new Seats(new PlainLimits(1, 1));
  private final RequestMetrics metrics = new RequestMetrics(new SimpleMeterRegistry());

  @Test
  void whoFindsNoneIsToldInPlainWords() throws Exception {
    var first = new Replies(Calls.call("GET", PODS));
    var second = new Replies(Calls.call("GET", PODS));
    try (var _ = find(first, "jane").orElseThrow()) {
      assertThat(find(second, "joe")).isEmpty();
    }
    assertThat(first.reply()).isEmpty();
    HttpReply refused = second.reply().orElseThrow();
    assertThat(refused.code()).isEqualTo(429);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .isEqualTo("Too many requests, please try again later.\n");
    assertThat(refused.headers())
        .anySatisfy(header -> {
          assertThat(header.name()).isEqualTo("Retry-After");
          assertThat(header.value()).isEqualTo("1");
        });
  }

  @Test
  void watchesAndShellsTakeNone() throws Exception {
    for (var target : new String[] {PODS + "?watch=1", "/api/v1/namespaces/a/pods/p/exec"}) {
      var exchange = new Replies(Calls.call("GET", target));
      assertThat(find(exchange, "jane")).contains(Place.NONE);
    }
  }

  private Optional<Place> find(Replies exchange, String user) throws InterruptedException {
    var call = exchange.call();
    var path = RequestPath.of(call, QueryParameters.parse(call.query()));
    var recorded = new RecordedExchange(exchange, path, metrics, "id");
    return seats.find(recorded, path, UserInfo.of(user));
  }
}
