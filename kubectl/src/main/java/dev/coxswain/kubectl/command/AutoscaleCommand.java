package dev.coxswain.kubectl.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl autoscale`
@Command(name = "autoscale", description = "Lets the number of pods follow their load.")
public final class AutoscaleCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(names = "--min", defaultValue = "-1", description = "The least number of pods.")
  int min;

  @Option(names = "--max", defaultValue = "-1", description = "The greatest number of pods.")
  int max;

  @Option(
      names = "--cpu-percent",
      defaultValue = "-1",
      description = "The average CPU use to aim at, in percent of what pods request.")
  int cpuPercent;

  @Option(names = "--name", defaultValue = "", description = "The autoscaler's name.")
  String name;

  @Override
  int run(Session session) {
    if (max < 1) {
      throw new Failure("--max=MAXPODS is required and must be at least 1, max: " + max);
    }
    if (max < min) {
      throw new Failure(
          "--max=MAXPODS must be larger or equal to --min=MINPODS, max: %d, min: %d"
              .formatted(max, min));
    }
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      var autoscaler =
          Objects.object(
              "autoscaling/v1", "HorizontalPodAutoscaler", name.isEmpty() ? target.name() : name);
      var spec = autoscaler.putObject("spec");
      spec.put("maxReplicas", max);
      if (min > 0) {
        spec.put("minReplicas", min);
      }
      spec.putObject("scaleTargetRef")
          .put("apiVersion", target.resource().apiVersion())
          .put("kind", target.resource().kind())
          .put("name", target.name());
      if (cpuPercent > 0) {
        spec.put("targetCPUUtilizationPercentage", cpuPercent);
      }
      var resource = session.discovery().named("horizontalpodautoscalers.v1.autoscaling");
      Created.create(
          session, resource, autoscaler, write, output, "kubectl-autoscale", "autoscaled");
    }
    return failures.exitCode();
  }
}
