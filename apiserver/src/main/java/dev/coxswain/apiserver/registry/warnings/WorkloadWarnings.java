package dev.coxswain.apiserver.registry.warnings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Warnings about kinds that make pods: their names, which pods take over, and their templates.
public final class WorkloadWarnings {
  private static final Set<String> NAMING =
      Set.of("Deployment", "ReplicaSet", "ReplicationController", "Job", "CronJob");
  private static final int MANY_COMPLETIONS = 100_000;
  private static final int MANY_AT_ONCE = 10_000;

  private WorkloadWarnings() {}

  /// Nothing for kinds that make no pods, and for updates that leave the pods as they are.
  public static List<String> of(Message object, Optional<? extends Message> existing) {
    boolean unchanged =
        existing
            .filter(before ->
                Metadata.of(before).getGeneration() == Metadata.of(object).getGeneration())
            .isPresent();
    if (unchanged) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    var kind = object.getDescriptorForType().getName();
    if (existing.isEmpty() && NAMING.contains(kind)) {
      name(Metadata.of(object).getName(), "Pod names and hostnames").ifPresent(warnings::add);
    }
    switch (object) {
      case Job job -> indexes(job.getSpec(), FieldPath.of("spec")).ifPresent(warnings::add);
      case CronJob job ->
          indexes(
                  job.getSpec().getJobTemplate().getSpec(),
                  FieldPath.of("spec", "jobTemplate", "spec"))
              .ifPresent(warnings::add);
      default -> {}
    }
    template(object, Optional.empty(), warnings);
    return warnings;
  }

  /// What to say of a name that is no label.
  ///
  /// @param use what is named after it
  public static Optional<String> name(String name, String use) {
    var complaints = Names.isDns1123Label(name);
    return complaints.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("metadata.name: this is used in %s, which can result in surprising behavior; a DNS"
                    + " label is recommended: [%s]")
                .formatted(use, String.join(" ", complaints)));
  }

  /// The template may lie in the spec, or in that of a template of jobs.
  private static void template(Message owner, Optional<FieldPath> path, List<String> warnings) {
    for (var field : owner.getDescriptorForType().getFields()) {
      boolean leads =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && List.of("spec", "template", "jobTemplate").contains(field.getName())
              && !field.isRepeated();
      if (leads) {
        var at =
            path.map(p -> p.child(field.getName())).orElseGet(() -> FieldPath.of(field.getName()));
        if (owner.getField(field) instanceof PodTemplateSpec template) {
          warnings.addAll(PodWarnings.of(template, at));
        } else {
          template((Message) owner.getField(field), Optional.of(at), warnings);
        }
      }
    }
  }

  private static Optional<String> indexes(JobSpec spec, FieldPath path) {
    boolean huge =
        spec.getCompletionMode().equals("Indexed")
            && spec.getCompletions() > MANY_COMPLETIONS
            && spec.getParallelism() > MANY_AT_ONCE;
    return huge
        ? Optional.of(
            path
                + ": In Indexed Jobs with a number of completions higher than 10^5 and a"
                + " parallelism higher than 10^4, Kubernetes might not be able to track"
                + " completedIndexes when a big number of indexes fail")
        : Optional.empty();
  }
}
