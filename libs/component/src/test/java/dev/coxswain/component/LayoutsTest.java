package dev.coxswain.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LayoutsTest {
  private final Logger logger = new LoggerContext().getLogger("dev.coxswain.scheduler.Binder");

  @Test
  void text() {
    assertThat(
            new TextLayout()
                .doLayout(event("bound", pair("pod", "default/web"), pair("why", "no \"room\""))))
        .isEqualTo(
            "2026-11-21T10:00:00.000Z INFO  Binder bound pod=default/web why=\"no"
                + " \\\"room\\\"\"\n");
  }

  @Test
  void json() {
    assertThat(new JsonLayout().doLayout(event("two\nlines", pair("n", 3))))
        .isEqualTo(
            "{\"ts\":\"2026-11-21T10:00:00.000Z\",\"level\":\"info\",\"logger\":\"Binder\","
                + "\"msg\":\"two\\nlines\",\"n\":\"3\"}\n");
  }

  private LoggingEvent event(String message, KeyValuePair... pairs) {
    var event = new LoggingEvent("", logger, Level.INFO, message, null, new Object[0]);
    event.setInstant(Instant.parse("2026-11-21T10:00:00Z"));
    event.setKeyValuePairs(List.of(pairs));
    return event;
  }

  private static KeyValuePair pair(String key, Object value) {
    return new KeyValuePair(key, value);
  }
}
