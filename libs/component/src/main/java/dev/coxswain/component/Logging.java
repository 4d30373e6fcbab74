package dev.coxswain.component;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sets up Logback without a file: everything goes to the error stream, also what libraries say to
/// java.util.logging.
final class Logging {
  private Logging() {}

  static void configure(int verbosity, LogFlags.Format format) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console(context, format));
    root.setLevel(verbosity >= 8 ? Level.DEBUG : Level.WARN);
    context.getLogger("dev.coxswain").setLevel(level(verbosity));
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
  }

  static Level level(int verbosity) {
    if (verbosity >= 6) {
      return Level.TRACE;
    }
    return verbosity >= 4 ? Level.DEBUG : Level.INFO;
  }

  private static ConsoleAppender<ILoggingEvent> console(
      LoggerContext context, LogFlags.Format format) {
    var layout =
        switch (format) {
          case TEXT -> new TextLayout();
          case JSON -> new JsonLayout();
        };
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    return console;
  }
}
