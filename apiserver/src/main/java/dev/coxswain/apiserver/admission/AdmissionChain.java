package dev.coxswain.apiserver.admission;

import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// The steps of admission, in upstream's order.
public final class AdmissionChain {
  private static final Duration DEFAULT_ACCOUNT_PATIENCE = Duration.ofSeconds(2);

  private final List<Admission> steps;

  AdmissionChain(List<Admission> steps) {
    this.steps = List.copyOf(steps);
  }

  /// What a cluster has unless told otherwise.
  ///
  /// @param random for the names of generated volumes
  public static AdmissionChain standard(Lookup lookup, RandomGenerator random) {
    return new AdmissionChain(
        List.of(
            new NamespaceLifecycle(lookup),
            new LimitRanger(lookup),
            new ServiceAccountAdmission(
                new AccountLookup(lookup, DEFAULT_ACCOUNT_PATIENCE), random),
            new TaintNodesByCondition(),
            new PodSecurity(lookup),
            new PriorityAdmission(lookup),
            new DefaultTolerationSeconds(),
            new StorageProtection(),
            new RuntimeClassAdmission(lookup),
            new DefaultClasses(lookup),
            new ClaimResize(lookup)));
  }

  /// Steps that let everything in as it is.
  public static AdmissionChain none() {
    return new AdmissionChain(List.of());
  }

  /// Before validation: the object as it goes on. On deletion there is none, and the request itself
  /// comes back.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public AdmissionRequest admit(AdmissionRequest request) {
    var admitted = request;
    for (var step : steps) {
      step.enter(admitted);
      var object = admitted.object();
      if (object.isPresent()) {
        admitted = admitted.with(step.complete(admitted, object.get()));
      }
    }
    return admitted;
  }

  /// After validation, and on deletion.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public void check(AdmissionRequest request) {
    steps.forEach(step -> step.check(request));
  }
}
