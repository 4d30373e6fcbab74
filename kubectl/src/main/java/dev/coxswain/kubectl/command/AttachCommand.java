package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.stream.RemoteProcess;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl attach`
@Command(name = "attach", description = "Joins the process that a container runs.")
public final class AttachCommand extends KubectlAction {
  @Mixin PodOptions pods;

  @Parameters(arity = "0..1", paramLabel = "POD")
  String pod;

  @Option(
      names = {"-i", "--stdin"},
      description = "Passes standard input to the process.")
  boolean stdin;

  @Option(
      names = {"-t", "--tty"},
      description = "The process has a terminal.")
  boolean tty;

  @Option(
      names = {"-q", "--quiet"},
      description = "Says less.")
  boolean quiet;

  @Override
  int run(Session session) throws IOException {
    if (pod == null) {
      throw new Failure("at least 1 argument is required for attach");
    }
    var target = pods.find(session, pod);
    String container = pods.containerOf(session, target);
    if (stdin && !quiet) {
      session.complain("If you don't see a command prompt, try pressing enter.");
    }
    return new RemoteProcess(session.client(), stdin, tty)
        .run(
            PodOptions.path(session, target) + "/attach",
            List.of("container=" + ApiResource.encode(container)),
            session.out(),
            session.err());
  }
}
