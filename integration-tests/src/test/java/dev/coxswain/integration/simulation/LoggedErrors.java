package dev.coxswain.integration.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.LoggerFactory;

/// Listens to the log instead of printing it: an error that is not the API server's refusal is a
/// mistake of the program.
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
  private final Queue<Throwable> errors = new ArrayDeque<>();

  /// From now on, our own packages log here only.
  static LoggedErrors install() {
    var logger = (Logger) LoggerFactory.getLogger("dev.coxswain");
    logger.detachAndStopAllAppenders();
    logger.setLevel(Level.ERROR);
    logger.setAdditive(false);
    var errors = new LoggedErrors();
    errors.setContext(logger.getLoggerContext());
    errors.start();
    logger.addAppender(errors);
    return errors;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getThrowableProxy() instanceof ThrowableProxy cause
        && !(cause.getThrowable() instanceof ApiException)) {
      errors.add(cause.getThrowable());
    }
  }

  /// The next mistake.
  Optional<Throwable> next() {
    return Optional.ofNullable(errors.poll());
  }
}
