package dev.coxswain.kubectl.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/// The commands by name. Looking at a command's options takes its time, so only what a line may
/// mean is looked at.
public final class Subcommands {
  private static final Map<String, Class<?>> ALL =
      Map.ofEntries(
          Map.entry("annotate", AnnotateCommand.class),
          Map.entry("api-resources", ApiResourcesCommand.class),
          Map.entry("apply", ApplyCommand.class),
          Map.entry("attach", AttachCommand.class),
          Map.entry("auth", AuthCommand.class),
          Map.entry("autoscale", AutoscaleCommand.class),
          Map.entry("certificate", CertificateCommand.class),
          Map.entry("cluster-info", ClusterInfoCommand.class),
          Map.entry("config", ConfigCommand.class),
          Map.entry("cordon", CordonCommand.class),
          Map.entry("cp", CpCommand.class),
          Map.entry("create", CreateCommand.class),
          Map.entry("delete", DeleteCommand.class),
          Map.entry("describe", DescribeCommand.class),
          Map.entry("diff", DiffCommand.class),
          Map.entry("drain", DrainCommand.class),
          Map.entry("edit", EditCommand.class),
          Map.entry("events", EventsCommand.class),
          Map.entry("exec", ExecCommand.class),
          Map.entry("explain", ExplainCommand.class),
          Map.entry("expose", ExposeCommand.class),
          Map.entry("get", GetCommand.class),
          Map.entry("label", LabelCommand.class),
          Map.entry("logs", LogsCommand.class),
          Map.entry("patch", PatchCommand.class),
          Map.entry("port-forward", PortForwardCommand.class),
          Map.entry("replace", ReplaceCommand.class),
          Map.entry("rollout", RolloutCommand.class),
          Map.entry("run", RunCommand.class),
          Map.entry("scale", ScaleCommand.class),
          Map.entry("set", SetCommand.class),
          Map.entry("taint", TaintCommand.class),
          Map.entry("top", TopCommand.class),
          Map.entry("uncordon", UncordonCommand.class),
          Map.entry("version", VersionCommand.class),
          Map.entry("wait", WaitCommand.class));

  private Subcommands() {}

  /// Adds the commands that occur among the words, or all of them when none does.
  public static void add(CommandLine commandLine, List<String> words) {
    var named = new TreeMap<>(ALL);
    named.keySet().retainAll(words);
    (named.isEmpty() ? new TreeMap<>(ALL) : named).forEach(commandLine::addSubcommand);
  }
}
