package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Binding;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldErrors;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `pods/binding`: puts a pod on a node, once.
final class PodBinding implements SubresourceStrategy<Pod, Binding> {

  @Override
  public Binding prototype() {
    return Binding.getDefaultInstance();
  }

  @Override
  public Binding read(Pod pod) {
    var binding = Binding.newBuilder().setMetadata(pod.getMetadata());
    binding.getTargetBuilder().setKind("Node").setName(pod.getSpec().getNodeName());
    return binding.build();
  }

  /// What is wrong comes from [#write]: upstream has no `Invalid` for bindings.
  @Override
  public List<FieldError> validate(Binding binding, Pod pod, StrategyContext context) {
    return List.of();
  }

  @Override
  public Pod write(Pod pod, Binding binding, StrategyContext context) {
    var name = pod.getMetadata().getName();
    if (!binding.getMetadata().getName().equals(name)) {
      throw ApiException.of(
          new Refusal.BadRequest("name in URL does not match name in Binding object"));
    }
    checkTarget(binding);
    if (pod.getMetadata().hasDeletionTimestamp()) {
      throw conflict(name, "pod %s is being deleted, cannot be assigned to a host".formatted(name));
    }
    if (!pod.getSpec().getNodeName().isEmpty()) {
      throw conflict(
          name,
          "pod %s is already assigned to node \"%s\"".formatted(name, pod.getSpec().getNodeName()));
    }
    if (pod.getSpec().getSchedulingGatesCount() > 0) {
      throw conflict(name, "pod %s has non-empty .spec.schedulingGates".formatted(name));
    }
    var bound = pod.toBuilder();
    bound.getSpecBuilder().setNodeName(binding.getTarget().getName());
    bound.getMetadataBuilder().putAllAnnotations(binding.getMetadata().getAnnotationsMap());
    bound.setStatus(scheduled(pod.getStatus(), pod.getMetadata().getGeneration(), context));
    return bound.build();
  }

  private static void checkTarget(Binding binding) {
    var problems = new Problems();
    var target = FieldPath.of("target");
    var kind = binding.getTarget().getKind();
    if (!kind.isEmpty() && !kind.equals("Node")) {
      problems.notSupported(target.child("kind"), kind, List.of("Node", "<empty>"));
    }
    if (binding.getTarget().getName().isEmpty()) {
      problems.required(target.child("name"));
    }
    if (!problems.all().isEmpty()) {
      throw ApiException.of(new Refusal.Unexplained(FieldErrors.text(problems.all())));
    }
  }

  private static PodStatus scheduled(PodStatus status, long generation, StrategyContext context) {
    var condition =
        PodCondition.newBuilder()
            .setType("PodScheduled")
            .setStatus("True")
            .setObservedGeneration(generation)
            .setLastTransitionTime(Times.of(context.now()));
    var changed = status.toBuilder().clearConditions().clearNominatedNodeName();
    boolean found = false;
    for (var old : status.getConditionsList()) {
      boolean same = old.getType().equals("PodScheduled");
      changed.addConditions(same ? condition.build() : old);
      found |= same;
    }
    return (found ? changed : changed.addConditions(condition)).build();
  }

  private static ApiException conflict(String pod, String cause) {
    return ApiException.of(new Refusal.Conflict("pods/binding", pod, cause));
  }
}
