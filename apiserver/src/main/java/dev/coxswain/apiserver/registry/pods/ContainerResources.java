package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.HashSet;
import java.util.List;

/// The rules for what a container may use, beyond amounts: claims to devices, and what happens when
/// the amounts change.
final class ContainerResources {
  private static final List<String> RESIZABLE = List.of("cpu", "memory");
  private static final List<String> POLICIES = List.of("NotRequired", "RestartContainer");

  private final PodSpec spec;
  private final Problems problems;

  ContainerResources(PodSpec spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
  }

  void check(Container container, FieldPath path) {
    ResourceValidation.checkContainer(container.getResources(), path.child("resources"), problems);
    ClaimReferences.check(
        container.getResources().getClaimsList(),
        spec.getResourceClaimsList(),
        path.child("resources", "claims"),
        problems);
    checkResizing(container, path.child("resizePolicy"));
  }

  private void checkResizing(Container container, FieldPath path) {
    var resources = new HashSet<String>();
    for (int i = 0; i < container.getResizePolicyCount(); i++) {
      var policy = container.getResizePolicy(i);
      if (!resources.add(policy.getResourceName())) {
        problems.duplicate(path.index(i), policy.getResourceName());
      }
      requiredOneOf(policy.getResourceName(), RESIZABLE, path);
      requiredOneOf(policy.getRestartPolicy(), POLICIES, path);
      if (spec.getRestartPolicy().equals("Never")
          && !policy.getRestartPolicy().equals("NotRequired")) {
        problems.invalid(
            path,
            policy.getRestartPolicy(),
            "must be 'NotRequired' when `restartPolicy` is 'Never'");
      }
    }
  }

  private void requiredOneOf(String value, List<String> supported, FieldPath path) {
    if (value.isEmpty()) {
      problems.required(path);
    } else {
      problems.oneOf(path, value, supported);
    }
  }
}
