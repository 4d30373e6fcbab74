package dev.coxswain.kubectl.command;

import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl rollout status`
@Command(name = "status", description = "Follows the latest rollout until it is done.")
final class RolloutStatusCommand extends KubectlAction {
  private static final Duration FOR_EVER = Duration.ofDays(7);

  @Mixin TargetOptions targets;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(
      names = {"-w", "--watch"},
      defaultValue = "true",
      arity = "0..1",
      fallbackValue = "true",
      description = "Waits until the rollout is done.")
  boolean watch;

  @Option(
      names = "--revision",
      defaultValue = "0",
      description = "Only this revision; 0 is the latest.")
  long revision;

  @Option(
      names = "--timeout",
      defaultValue = "0s",
      description = "How long to wait; 0s is for ever.")
  String timeout;

  @Override
  int run(Session session) {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      follow(session, target.path());
    }
    return failures.exitCode();
  }

  private void follow(Session session, String path) {
    String[] told = {""};
    Duration atMost = Times.parseGoDuration(timeout);
    boolean done =
        Polling.until(
            watch ? (atMost.isZero() ? FOR_EVER : atMost) : Duration.ZERO,
            () -> {
              var progress = Progress.of(session.client().get(path), revision);
              if (!progress.message().equals(told[0])) {
                told[0] = progress.message();
                session.println(progress.message());
              }
              return progress.done();
            });
    if (!done && watch) {
      throw new Failure("timed out waiting for the condition");
    }
  }
}
