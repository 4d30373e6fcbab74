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
/// mistake of the program. A simulation is one thread, which hears its own mistakes only.
final class LoggedErrors extends AppenderBase<ILoggingEvent> {
  private static final LoggedErrors INSTALLED = attach();

  private final ThreadLocal<Queue<Throwable>> errors = ThreadLocal.withInitial(ArrayDeque::new);

  /// From now on, our own packages log here only.
  static LoggedErrors install() {
    INSTALLED.errors.remove();
    return INSTALLED;
  }

  private static LoggedErrors attach() {
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
        && !isRefusal(cause.getThrowable())) {
      errors.get().add(cause.getThrowable());
    }
  }

  private static boolean isRefusal(Throwable error) {
    return error instanceof ApiException
        || (error.getCause() != null && isRefusal(error.getCause()));
  }

  /// The next mistake.
  Optional<Throwable> next() {
    return Optional.ofNullable(errors.get().poll());
  }
}
