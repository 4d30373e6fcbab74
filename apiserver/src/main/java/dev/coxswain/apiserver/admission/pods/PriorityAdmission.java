package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Comparator;
import java.util.Optional;

/// Turns the name of a pod's priority class into its priority.
public final class PriorityAdmission implements Admission {
  private static final String PREEMPT = "PreemptLowerPriority";

  private final Lookup lookup;

  public PriorityAdmission(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .created(Pod.class)
        .<Message>map(pod -> prioritized(request, pod))
        .or(() -> request.updated(Pod.class).map(pod -> asBefore(request, pod)))
        .orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .object(PriorityClass.class)
        .filter(PriorityClass::getGlobalDefault)
        .flatMap(_ -> globalDefault())
        .filter(other ->
            request.operation() == Operation.CREATE
                || !other.getMetadata().getName().equals(request.name()))
        .ifPresent(other -> {
          throw request.forbidden(
              "PriorityClass %s is already marked as default. Only one default can exist"
                  .formatted(other.getMetadata().getName()));
        });
  }

  /// The priority was settled at creation: an update that does not speak of it keeps it.
  private static Pod asBefore(AdmissionRequest request, Pod pod) {
    var before = request.existing(Pod.class).orElseThrow().getSpec();
    var changed = pod.toBuilder();
    if (!pod.getSpec().hasPriority() && before.hasPriority()) {
      changed.getSpecBuilder().setPriority(before.getPriority());
    }
    if (!pod.getSpec().hasPreemptionPolicy() && before.hasPreemptionPolicy()) {
      changed.getSpecBuilder().setPreemptionPolicy(before.getPreemptionPolicy());
    }
    return changed.build();
  }

  private Pod prioritized(AdmissionRequest request, Pod pod) {
    var priorityClass = classOf(request, pod);
    int priority = priorityClass.map(PriorityClass::getValue).orElse(0);
    var policy =
        priorityClass
            .map(PriorityClass::getPreemptionPolicy)
            .filter(p -> !p.isEmpty())
            .orElse(PREEMPT);
    refuseOther(request, pod, priority, policy);
    var changed = pod.toBuilder();
    var spec = changed.getSpecBuilder().setPriority(priority);
    priorityClass.ifPresent(c -> spec.setPriorityClassName(c.getMetadata().getName()));
    if (!spec.hasPreemptionPolicy()) {
      spec.setPreemptionPolicy(policy);
    }
    return changed.build();
  }

  private Optional<PriorityClass> classOf(AdmissionRequest request, Pod pod) {
    var name = pod.getSpec().getPriorityClassName();
    if (name.isEmpty()) {
      return globalDefault();
    }
    var found = lookup.get(PriorityClass.class, ObjectKey.clusterScoped(name));
    if (found.isEmpty()) {
      found = lookup.fetch(PriorityClass.class, ObjectKey.clusterScoped(name));
    }
    return Optional.of(
        found.orElseThrow(
            () -> request.forbidden("no PriorityClass with name %s was found".formatted(name))));
  }

  private static void refuseOther(AdmissionRequest request, Pod pod, int priority, String policy) {
    var spec = pod.getSpec();
    if (spec.hasPriority() && spec.getPriority() != priority) {
      throw request.forbidden(
          ("the integer value of priority (%d) must not be provided in pod spec; priority"
                  + " admission controller computed %d from the given PriorityClass name")
              .formatted(spec.getPriority(), priority));
    }
    if (spec.hasPreemptionPolicy() && !spec.getPreemptionPolicy().equals(policy)) {
      throw request.forbidden(
          ("the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority"
                  + " admission controller computed %s from the given PriorityClass name")
              .formatted(spec.getPreemptionPolicy(), policy));
    }
  }

  private Optional<PriorityClass> globalDefault() {
    return lookup.list(PriorityClass.class, "").stream()
        .filter(PriorityClass::getGlobalDefault)
        .min(Comparator.comparingInt(PriorityClass::getValue));
  }
}
