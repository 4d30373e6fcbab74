package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.EnvVarSource;
import dev.coxswain.api.core.v1.ObjectFieldSelector;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// The pods of a job: how they are made, and how they ended. Pure.
final class JobPods {
  /// Keeps a finished pod until it is counted.
  static final String TRACKING = "batch.kubernetes.io/job-tracking";

  private static final String INDEX_VARIABLE = "JOB_COMPLETION_INDEX";
  private static final int LONGEST_PREFIX = 58;

  private static final Comparator<Pod> LEAST_FAR_FIRST =
      Comparator.<Pod, Boolean>comparing(p -> !p.getSpec().getNodeName().isEmpty())
          .thenComparingInt(JobPods::phase)
          .thenComparing(Pods::isReady)
          .thenComparing(
              (Pod p) -> Pods.readySince(p).orElse(Instant.MAX), Comparator.reverseOrder())
          .thenComparing(Comparator.comparingInt(Pods::restarts).reversed())
          .thenComparing(
              Comparator.<Pod>comparingLong(
                      p -> p.getMetadata().getCreationTimestamp().getSeconds())
                  .reversed());

  private JobPods() {}

  static boolean isIndexed(Job job) {
    return job.getSpec().getCompletionMode().equals("Indexed");
  }

  /// @param annotations more of them than the template has
  static Pod create(Job job, OptionalInt index, Map<String, String> annotations) {
    var pod = PodControl.fromTemplate(job.getSpec().getTemplate(), job);
    pod = Metadata.edit(pod, m -> m.addFinalizers(TRACKING).putAllAnnotations(annotations));
    return index.isPresent() ? indexed(pod, job.getMetadata().getName(), index.getAsInt()) : pod;
  }

  private static Pod indexed(Pod pod, String job, int index) {
    var text = Integer.toString(index);
    var named =
        Metadata.edit(
            pod,
            m ->
                m.setGenerateName(prefix(job + "-" + text + "-"))
                    .putAnnotations(Indexes.ANNOTATION, text)
                    .putLabels(Indexes.ANNOTATION, text));
    var spec = named.getSpec().toBuilder().setHostname(job + "-" + text);
    return named.toBuilder().setSpec(withVariable(spec)).build();
  }

  private static String prefix(String wanted) {
    return wanted.length() <= LONGEST_PREFIX ? wanted : wanted.substring(0, LONGEST_PREFIX);
  }

  private static PodSpec.Builder withVariable(PodSpec.Builder spec) {
    UnaryOperator<Container> add =
        container ->
            container.getEnvList().stream().anyMatch(e -> e.getName().equals(INDEX_VARIABLE))
                ? container
                : container.toBuilder().addEnv(variable()).build();
    var containers = spec.getContainersList().stream().map(add).toList();
    var initContainers = spec.getInitContainersList().stream().map(add).toList();
    return spec.clearContainers()
        .addAllContainers(containers)
        .clearInitContainers()
        .addAllInitContainers(initContainers);
  }

  private static EnvVar variable() {
    var field =
        ObjectFieldSelector.newBuilder()
            .setFieldPath("metadata.labels['" + Indexes.ANNOTATION + "']");
    return EnvVar.newBuilder()
        .setName(INDEX_VARIABLE)
        .setValueFrom(EnvVarSource.newBuilder().setFieldRef(field))
        .build();
  }

  /// Which of the active pods are too many: for an indexed job first those whose index is taken or
  /// not asked for, then those that got least far.
  ///
  /// @param atLeast how many have to go
  static List<Pod> surplus(Job job, List<Pod> active, int atLeast) {
    var sorted = active.stream().sorted(LEAST_FAR_FIRST).toList();
    var useless = new ArrayList<Pod>();
    if (isIndexed(job)) {
      var taken = new HashSet<Integer>();
      for (var pod : sorted.reversed()) {
        boolean useful =
            Indexes.of(pod).stream()
                .anyMatch(i -> i < job.getSpec().getCompletions() && taken.add(i));
        if (!useful) {
          useless.add(pod);
        }
      }
    }
    sorted.stream()
        .filter(p -> !useless.contains(p))
        .limit(Math.max(0, atLeast - useless.size()))
        .forEach(useless::add);
    return useless;
  }

  private static int phase(Pod pod) {
    return switch (pod.getStatus().getPhase()) {
      case "Pending", "" -> 0;
      case "Unknown" -> 1;
      default -> 2;
    };
  }

  static boolean isTracked(Pod pod) {
    return pod.getMetadata().getFinalizersList().contains(TRACKING);
  }

  static boolean hasSucceeded(Pod pod) {
    return pod.getStatus().getPhase().equals("Succeeded");
  }

  /// Whether the pod counts as failed; one that is being deleted does, unless it is only replaced
  /// when it has ended.
  static boolean hasFailed(Job job, Pod pod) {
    if (pod.getStatus().getPhase().equals("Failed")) {
      return true;
    }
    return !waitsForEnd(job) && Pods.isDeleting(pod) && !hasSucceeded(pod);
  }

  /// When the last of its containers ended.
  static Instant ended(Pod pod) {
    return pod.getStatus().getContainerStatusesList().stream()
        .filter(s -> s.getState().hasTerminated())
        .map(s -> Times.toInstant(s.getState().getTerminated().getFinishedAt()))
        .max(Instant::compareTo)
        .orElseGet(() -> Times.toInstant(pod.getMetadata().getCreationTimestamp()));
  }

  static boolean waitsForEnd(Job job) {
    return job.getSpec().getPodReplacementPolicy().equals("Failed")
        || job.getSpec().hasPodFailurePolicy();
  }
}
