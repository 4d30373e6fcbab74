package dev.coxswain.apiserver.registry.batch;

import com.google.protobuf.Message;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apiserver.registry.validation.GoPods;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.ArrayList;
import java.util.List;

/// What of a job may change once it is there.
///
/// Its pods may get other resources, and be told to run elsewhere, while it is suspended and none
/// of them is left.
final class JobChanges {
  private final Job updated;
  private final Job existing;
  private final JobSpec now;
  private final JobSpec before;
  private final Problems problems;

  private JobChanges(Job updated, Job existing, Problems problems) {
    this.updated = updated;
    this.existing = existing;
    this.now = updated.getSpec();
    this.before = existing.getSpec();
    this.problems = problems;
  }

  static void check(Job updated, Job existing, Problems problems) {
    new JobChanges(updated, existing, problems).check();
  }

  private void check() {
    JobValidation.check(now, Problems.SPEC, problems);
    checkCompletions();
    unchanged("selector");
    checkTemplate();
    unchanged("completionMode");
    unchanged("podFailurePolicy");
    unchanged("backoffLimitPerIndex");
    unchanged("managedBy");
    unchanged("successPolicy");
  }

  /// An indexed job may grow and shrink while both numbers are equal.
  private void checkCompletions() {
    if (!JobValidation.isIndexed(now)) {
      unchanged("completions");
    } else if (now.hasCompletions()
        && differs("completions")
        && now.getCompletions() != now.getParallelism()) {
      problems.invalid(
          Problems.SPEC.child("completions"),
          now.getCompletions(),
          "can only be modified in tandem with spec.parallelism");
    }
  }

  private void checkTemplate() {
    var path = Problems.SPEC.child("template");
    if (!mayMove()) {
      if (!updated.getSpec().getTemplate().equals(before.getTemplate())) {
        problems.invalid(path, GoPods.template(now.getTemplate()).tree(), Messages.IMMUTABLE);
      }
      return;
    }
    var pod = now.getTemplate().getSpec();
    if (!pod.equals(moved(before.getTemplate(), now.getTemplate()))) {
      problems.invalid(path.child("spec"), GoStruct.of(pod).tree(), Messages.IMMUTABLE);
    }
  }

  private boolean mayMove() {
    var status = existing.getStatus();
    boolean stopped =
        status.getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Suspended") && c.getStatus().equals("True"));
    return before.getSuspend() && status.getActive() == 0 && (stopped || !status.hasStartTime());
  }

  /// The old pods with all of the new ones that may differ.
  private static PodSpec moved(PodTemplateSpec before, PodTemplateSpec now) {
    var wanted = now.getSpec();
    var pod =
        before.getSpec().toBuilder()
            .clearNodeSelector()
            .putAllNodeSelector(wanted.getNodeSelectorMap())
            .clearTolerations()
            .addAllTolerations(wanted.getTolerationsList())
            .clearSchedulingGates()
            .addAllSchedulingGates(wanted.getSchedulingGatesList());
    moveAffinity(pod, wanted);
    var containers = resized(before.getSpec().getContainersList(), wanted.getContainersList());
    var init = resized(before.getSpec().getInitContainersList(), wanted.getInitContainersList());
    return pod.clearContainers()
        .addAllContainers(containers)
        .clearInitContainers()
        .addAllInitContainers(init)
        .build();
  }

  /// Which nodes pods like may change, which other pods may not.
  private static void moveAffinity(PodSpec.Builder pod, PodSpec wanted) {
    if (wanted.getAffinity().hasNodeAffinity()) {
      pod.getAffinityBuilder().setNodeAffinity(wanted.getAffinity().getNodeAffinity());
    } else if (pod.hasAffinity()) {
      pod.getAffinityBuilder().clearNodeAffinity();
    }
    boolean nothingLeft = pod.getAffinity().equals(Affinity.getDefaultInstance());
    if (!wanted.hasAffinity() && nothingLeft) {
      pod.clearAffinity();
    } else if (wanted.hasAffinity() && !pod.hasAffinity()) {
      pod.setAffinity(Affinity.getDefaultInstance());
    }
  }

  private static List<Container> resized(List<Container> before, List<Container> now) {
    if (before.size() != now.size()) {
      return before;
    }
    var resized = new ArrayList<Container>();
    for (int i = 0; i < before.size(); i++) {
      boolean same = before.get(i).getName().equals(now.get(i).getName());
      var resources = (same ? now : before).get(i).getResources();
      resized.add(before.get(i).toBuilder().setResources(resources).build());
    }
    return resized;
  }

  private void unchanged(String name) {
    if (differs(name)) {
      var field = JobSpec.getDescriptor().findFieldByName(name);
      problems.invalid(
          Problems.SPEC.child(name),
          now.hasField(field) ? shown(now.getField(field)) : "null",
          Messages.IMMUTABLE);
    }
  }

  private boolean differs(String name) {
    var field = JobSpec.getDescriptor().findFieldByName(name);
    return now.hasField(field) != before.hasField(field)
        || !now.getField(field).equals(before.getField(field));
  }

  private static Object shown(Object value) {
    boolean selector = value instanceof dev.coxswain.api.meta.v1.LabelSelector;
    return value instanceof Message message && !selector ? GoStruct.of(message).tree() : value;
  }
}
