package dev.coxswain.component;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;

/// One JSON object per line: `ts`, `level`, `logger`, `msg`, and the keys of the message.
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder(200).append('{');
    append(line, "ts", LogLine.time(event));
    append(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    append(line, "logger", LogLine.logger(event));
    append(line, "msg", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> append(line, pair.key, String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      append(line, "stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.append("}\n").toString();
  }

  private static void append(StringBuilder line, String key, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append(LogLine.quote(key)).append(':').append(LogLine.quote(value));
  }
}
