package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.stream.RemoteProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl exec`
@Command(name = "exec", description = "Runs a command in a container.")
public final class ExecCommand extends KubectlAction {
  @Mixin PodOptions pods;

  @Parameters(index = "0", arity = "0..1", paramLabel = "POD")
  String pod;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
  List<String> command = List.of();

  @Option(
      names = {"-i", "--stdin"},
      description = "Passes standard input to the command.")
  boolean stdin;

  @Option(
      names = {"-t", "--tty"},
      description = "The command gets a terminal.")
  boolean tty;

  @Override
  int run(Session session) throws IOException {
    if (pod == null) {
      throw new Failure("pod, type/name or --filename must be specified");
    }
    if (command.isEmpty()) {
      throw new Failure("you must specify at least one command for the container");
    }
    var target = pods.find(session, pod);
    List<String> query = new ArrayList<>();
    query.add("container=" + ApiResource.encode(pods.containerOf(session, target)));
    command.forEach(word -> query.add("command=" + ApiResource.encode(word)));
    return new RemoteProcess(session.client(), stdin, tty)
        .run(PodOptions.path(session, target) + "/exec", query, session.out(), session.err());
  }
}
