package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.Deletion;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.pods.OldProfiles;
import dev.coxswain.apiserver.registry.pods.PodPreparation;
import dev.coxswain.apiserver.registry.pods.PodSpecValidation;
import dev.coxswain.apiserver.registry.pods.PodStatusValidation;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.PodWarnings;
import dev.coxswain.apiserver.registry.warnings.WorkloadWarnings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pods: pending when they come, deleted gracefully once they are on a node.
public final class PodStrategy extends GenericStrategy<Pod> {
  private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

  public PodStrategy(ResourceType resource) {
    super(resource);
  }

  /// Less than no time is a second, for pods, but not for their templates.
  @Override
  public Pod applyDefaults(Pod pod) {
    var full = super.applyDefaults(pod);
    if (full.getSpec().getTerminationGracePeriodSeconds() >= 0) {
      return full;
    }
    return full.toBuilder()
        .setSpec(full.getSpec().toBuilder().setTerminationGracePeriodSeconds(1))
        .build();
  }

  @Override
  public Pod prepareForCreate(Pod pod, StrategyContext context) {
    return PodPreparation.prepared(super.prepareForCreate(pod, context));
  }

  @Override
  public Pod prepareStatusUpdate(Pod updated, Pod existing, StrategyContext context) {
    return PodStatusPreparation.prepared(
        super.prepareStatusUpdate(updated, existing, context), existing);
  }

  @Override
  protected Pod resetStatus(Pod pod, StrategyContext context) {
    var status = PodStatus.newBuilder().setPhase("Pending").setQosClass(QosClass.of(pod.getSpec()));
    if (pod.getSpec().getSchedulingGatesCount() > 0) {
      status.addConditions(
          PodCondition.newBuilder()
              .setType("PodScheduled")
              .setStatus("False")
              .setReason("SchedulingGated")
              .setMessage("Scheduling is blocked due to non-empty scheduling gates"));
    }
    return pod.toBuilder().setStatus(status).build();
  }

  @Override
  protected void check(Pod pod, StrategyContext context, Problems problems) {
    PodSpecValidation.check(pod, problems);
    if (pod.getSpec().getEphemeralContainersCount() > 0) {
      problems.forbidden(Problems.SPEC.child("ephemeralContainers"), "cannot be set on create");
    }
    if (!pod.getSpec().getNodeName().isEmpty() && pod.getSpec().getSchedulingGatesCount() > 0) {
      problems.forbidden(
          Problems.SPEC.child("nodeName"),
          "cannot be set until all schedulingGates have been cleared");
    }
    OldProfiles.check(
        pod.getMetadata().getAnnotationsMap(), pod.getSpec(), Problems.SPEC, problems);
  }

  @Override
  protected void checkUpdate(
      Pod updated, Pod existing, StrategyContext context, Problems problems) {
    checkWhole(updated, problems);
    PodUpdateValidation.check(updated, existing, problems);
  }

  /// Metadata and spec, once more.
  static void checkWhole(Pod pod, Problems problems) {
    ObjectMetaValidation.check(
        pod.getMetadata(), true, NameRule.SUBDOMAIN, Problems.METADATA, problems);
    PodSpecValidation.check(pod, problems);
  }

  @Override
  protected void checkStatusUpdate(
      Pod updated, Pod existing, StrategyContext context, Problems problems) {
    PodStatusValidation.check(updated, existing, problems);
  }

  @Override
  public List<String> warnings(Pod pod, Optional<Pod> existing) {
    if (existing.isPresent()) {
      return List.of();
    }
    var warnings = new ArrayList<String>();
    WorkloadWarnings.name(pod.getMetadata().getName(), "the Pod's hostname")
        .ifPresent(warnings::add);
    warnings.addAll(PodWarnings.of(pod));
    return warnings;
  }

  @Override
  public Deletion<Pod> deletion(Pod pod, DeleteOptions options, StrategyContext context) {
    long seconds =
        options.hasGracePeriodSeconds()
            ? options.getGracePeriodSeconds()
            : pod.getSpec().getTerminationGracePeriodSeconds();
    boolean nobodyToWaitFor =
        pod.getSpec().getNodeName().isEmpty() || ENDED.contains(pod.getStatus().getPhase());
    return new Deletion.Graceful<>(nobodyToWaitFor ? 0 : seconds < 0 ? 1 : seconds);
  }

  @Override
  public Optional<SubresourceStrategy<Pod, ?>> subresource(String name) {
    return switch (name) {
      case "binding" -> Optional.of(new PodBinding());
      case "ephemeralcontainers" -> Optional.of(new PodEphemeralContainers());
      case "resize" -> Optional.of(new PodResize());
      default -> Optional.empty();
    };
  }

  @Override
  public Map<String, String> selectableFields(Pod pod) {
    var spec = pod.getSpec();
    var status = pod.getStatus();
    var fields = new LinkedHashMap<String, String>();
    fields.put("spec.host", spec.getNodeName());
    fields.put("spec.hostNetwork", Boolean.toString(spec.getHostNetwork()));
    fields.put("spec.nodeName", spec.getNodeName());
    fields.put("spec.restartPolicy", spec.getRestartPolicy());
    fields.put("spec.schedulerName", spec.getSchedulerName());
    fields.put("spec.serviceAccountName", spec.getServiceAccountName());
    fields.put("status.nominatedNodeName", status.getNominatedNodeName());
    fields.put("status.phase", status.getPhase());
    fields.put("status.podIP", status.getPodIPsCount() > 0 ? status.getPodIPs(0).getIp() : "");
    // Listed by upstream, but never filled there.
    fields.put("status.podIPs", "");
    return fields;
  }

  @Override
  public List<TableColumn> columns() {
    return PodTable.COLUMNS;
  }

  @Override
  public List<Object> cells(Pod pod, Instant now) {
    return PodTable.cells(pod, now);
  }

  @Override
  public List<TableRowCondition> rowConditions(Pod pod) {
    return PodTable.conditions(pod);
  }
}
