package dev.coxswain.apiserver.admission;

import java.util.ArrayList;
import java.util.List;

/// The steps of admission, in the order in which they act in each phase.
public final class AdmissionChain {
  private final List<Admission> steps;

  public AdmissionChain(List<Admission> steps) {
    this.steps = List.copyOf(steps);
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
      if (!step.handles(admitted.operation())) {
        continue;
      }
      step.enter(admitted);
      var object = admitted.object();
      if (object.isPresent()) {
        admitted = admitted.with(step.complete(admitted, object.get()));
      }
    }
    return admitted;
  }

  /// After validation, and on deletion. The caller gives back what comes back if it then does not
  /// write.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public Commitment check(AdmissionRequest request) {
    var asked = steps.stream().filter(step -> step.handles(request.operation())).toList();
    asked.forEach(step -> step.check(request));
    var commitments = new ArrayList<Commitment>();
    try {
      for (var step : asked) {
        commitments.add(step.commit(request));
      }
    } catch (RuntimeException e) {
      Commitment.of(commitments).giveBack();
      throw e;
    }
    return Commitment.of(commitments);
  }

  /// Both phases, for what has no validation of its own in between.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public void require(AdmissionRequest request) {
    check(admit(request));
  }
}
