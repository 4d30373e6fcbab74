package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubectl.rest.ServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl wait`
@Command(name = "wait", description = "Waits until objects are as wanted.")
public final class WaitCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(
      names = "--for",
      defaultValue = "",
      description = "create, delete, condition=NAME[=VALUE] or jsonpath='{PATH}'[=VALUE].")
  String wanted;

  @Option(names = "--timeout", defaultValue = "30s", description = "How long to wait.")
  String timeout;

  private long deadline;

  @Override
  int run(Session session) {
    deadline = System.nanoTime() + atMost().toNanos();
    if (wanted.equals("delete") || wanted.equals("create")) {
      return wanted.equals("delete") ? awaitGone(session) : awaitThere(session);
    }
    var condition = AwaitedState.parse(wanted);
    var failures = new Failures(session, false);
    var found = targets.find(session, words, failures);
    if (found.isEmpty() && failures.none()) {
      throw new Failure("no matching resources found");
    }
    for (Target target : found) {
      if (Polling.until(remaining(), () -> condition.holds(fetch(session, target)))) {
        met(session, target);
      } else {
        failures.add(
            new Failure(
                "timed out waiting for the condition on %s/%s"
                    .formatted(target.resource().groupResource(), target.name())));
      }
    }
    return failures.exitCode();
  }

  private Duration atMost() {
    Duration time = Times.parseGoDuration(timeout);
    return time.isNegative() ? Duration.ofDays(7) : time;
  }

  private Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void met(Session session, Target target) {
    Created.tell(session, target.resource(), target.object(), output, "condition met");
  }

  private static JsonNode fetch(Session session, Target target) {
    return session.client().get(target.path());
  }

  private int awaitThere(Session session) {
    List<Target> found = new ArrayList<>();
    for (Selected one : Selected.parse(words, session.discovery())) {
      for (String name : one.names()) {
        String path = one.resource().path(session.namespace(), name);
        if (!Polling.until(remaining(), () -> exists(session, path))) {
          throw new Failure(
              "timed out waiting for the condition on %s/%s"
                  .formatted(one.resource().groupResource(), name));
        }
        found.add(new Target(one.resource(), session.client().get(path)));
      }
    }
    found.forEach(target -> met(session, target));
    return OK;
  }

  private static boolean exists(Session session, String path) {
    try {
      session.client().get(path);
      return true;
    } catch (ServerError e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  /// What is not there need not be waited for.
  private int awaitGone(Session session) {
    List<Target> present = new ArrayList<>();
    if (targets.selection.isSet() || targets.all || targets.files.isSet()) {
      present.addAll(targets.find(session, words, new Failures(session, true)));
    } else {
      for (Selected one : Selected.parse(words, session.discovery())) {
        for (String name : one.names()) {
          String path = one.resource().path(session.namespace(), name);
          if (exists(session, path)) {
            present.add(new Target(one.resource(), session.client().get(path)));
          }
        }
      }
    }
    var failures = new Failures(session, false);
    for (Target target : present) {
      if (Polling.until(remaining(), () -> !exists(session, target.path()))) {
        met(session, target);
      } else {
        failures.add(
            new Failure(
                "timed out waiting for the condition on %s/%s"
                    .formatted(target.resource().groupResource(), target.name())));
      }
    }
    return failures.exitCode();
  }
}
