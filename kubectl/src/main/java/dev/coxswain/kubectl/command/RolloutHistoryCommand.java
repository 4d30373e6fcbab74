package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.describe.TemplateLines;
import dev.coxswain.kubectl.print.TabWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl rollout history`
@Command(name = "history", description = "Shows earlier revisions.")
final class RolloutHistoryCommand extends KubectlAction {
  private static final int PADDING = 2;

  @Mixin TargetOptions targets;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(names = "--revision", defaultValue = "0", description = "Shows this one at length.")
  long revision;

  @Override
  int run(Session session) {
    if (revision < 0) {
      throw new Failure("revision must be a positive integer: " + revision);
    }
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      var revisions = Revisions.fetch(session, target);
      if (!output.format.isEmpty()) {
        show(session, revisions);
      } else if (revision > 0) {
        session.println("%s with revision #%d".formatted(target.display(), revision));
        session.println(TemplateLines.raw(revisions.template(revisions.get(revision))));
      } else {
        session.println(target.display() + " ");
        session.println(table(revisions));
      }
    }
    return failures.exitCode();
  }

  private void show(Session session, Revisions revisions) {
    if (revision > 0) {
      session.print(output.render(revisions.get(revision)));
    } else {
      revisions.byNumber().values().forEach(one -> session.print(output.render(one)));
    }
  }

  private static String table(Revisions revisions) {
    var table = new TabWriter(PADDING).line("REVISION\tCHANGE-CAUSE");
    revisions
        .byNumber()
        .forEach((number, one) -> table.line(number + "\t" + Revisions.causeOf(one)));
    return table.render();
  }
}
