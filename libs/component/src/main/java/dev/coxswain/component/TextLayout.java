package dev.coxswain.component;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import org.slf4j.event.KeyValuePair;

/// `2026-11-21T10:00:00.000Z INFO Binder bound pod=default/web node=n1`.
final class TextLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder(160);
    line.append(LogLine.time(event)).append(' ');
    line.append("%-5s".formatted(event.getLevel())).append(' ');
    line.append(LogLine.logger(event)).append(' ').append(event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> append(line, pair));
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, KeyValuePair pair) {
    var value = String.valueOf(pair.value);
    line.append(' ')
        .append(pair.key)
        .append('=')
        .append(isPlain(value) ? value : LogLine.quote(value));
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c != '\\');
  }
}
