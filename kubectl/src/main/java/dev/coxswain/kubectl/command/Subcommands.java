package dev.coxswain.kubectl.command;

import java.util.List;
import picocli.CommandLine;

/// The commands by name. Loading a command and looking at its options takes its time, so only what
/// a line may mean is looked at.
public final class Subcommands {
  static final List<String> NAMES =
      List.of(
          "annotate",
          "api-resources",
          "apply",
          "attach",
          "auth",
          "autoscale",
          "certificate",
          "cluster-info",
          "config",
          "cordon",
          "cp",
          "create",
          "delete",
          "describe",
          "diff",
          "drain",
          "edit",
          "events",
          "exec",
          "explain",
          "expose",
          "get",
          "label",
          "logs",
          "patch",
          "port-forward",
          "replace",
          "rollout",
          "run",
          "scale",
          "set",
          "taint",
          "top",
          "uncordon",
          "version",
          "wait");

  private Subcommands() {}

  /// Adds the commands that occur among the words, or all of them when none does.
  public static void add(CommandLine commandLine, List<String> words) {
    var named = NAMES.stream().filter(words::contains).toList();
    (named.isEmpty() ? NAMES : named)
        .forEach(name -> commandLine.addSubcommand(name, command(name)));
  }

  /// A switch, unlike a map, loads only the class that it comes to.
  static Class<?> command(String name) {
    return switch (name) {
      case "annotate" -> AnnotateCommand.class;
      case "api-resources" -> ApiResourcesCommand.class;
      case "apply" -> ApplyCommand.class;
      case "attach" -> AttachCommand.class;
      case "auth" -> AuthCommand.class;
      case "autoscale" -> AutoscaleCommand.class;
      case "certificate" -> CertificateCommand.class;
      case "cluster-info" -> ClusterInfoCommand.class;
      case "config" -> ConfigCommand.class;
      case "cordon" -> CordonCommand.class;
      case "cp" -> CpCommand.class;
      case "create" -> CreateCommand.class;
      case "delete" -> DeleteCommand.class;
      case "describe" -> DescribeCommand.class;
      case "diff" -> DiffCommand.class;
      case "drain" -> DrainCommand.class;
      case "edit" -> EditCommand.class;
      case "events" -> EventsCommand.class;
      case "exec" -> ExecCommand.class;
      case "explain" -> ExplainCommand.class;
      case "expose" -> ExposeCommand.class;
      case "get" -> GetCommand.class;
      case "label" -> LabelCommand.class;
      case "logs" -> LogsCommand.class;
      case "patch" -> PatchCommand.class;
      case "port-forward" -> PortForwardCommand.class;
      case "replace" -> ReplaceCommand.class;
      case "rollout" -> RolloutCommand.class;
      case "run" -> RunCommand.class;
      case "scale" -> ScaleCommand.class;
      case "set" -> SetCommand.class;
      case "taint" -> TaintCommand.class;
      case "top" -> TopCommand.class;
      case "uncordon" -> UncordonCommand.class;
      case "version" -> VersionCommand.class;
      case "wait" -> WaitCommand.class;
      default -> throw new IllegalArgumentException("no such command: " + name);
    };
  }
}
