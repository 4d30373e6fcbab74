package dev.coxswain.apiserver.admission;

import dev.coxswain.apiserver.admission.AdmissionTimes.Phase;
import dev.coxswain.apiserver.admission.AdmissionTimes.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The steps of admission, in the order in which they act in each phase. In each it asks those only
/// that do anything there.
public final class AdmissionChain {

  /// A step and what it is called.
  public record Step(String name, Admission admission) {}

  /// A step in a phase.
  private record Timed(Admission admission, Series times) {}

  /// What a step does with a request; what comes back goes on.
  private interface Act {
    AdmissionRequest on(Admission step, AdmissionRequest request);
  }

  private final List<Timed> admitting;
  private final List<Timed> checking;
  private final List<Timed> committing;
  private final Series admission;
  private final Series validation;

  public AdmissionChain(List<Step> steps, AdmissionTimes times) {
    admitting = timed(steps, times, Phase.ADMIT, "enter", "complete");
    checking = timed(steps, times, Phase.VALIDATE, "check");
    committing = timed(steps, times, Phase.VALIDATE, "commit");
    admission = times.whole(Phase.ADMIT);
    validation = times.whole(Phase.VALIDATE);
  }

  public AdmissionChain(List<Admission> steps) {
    this(
        steps.stream().map(step -> new Step(step.getClass().getSimpleName(), step)).toList(),
        AdmissionTimes.UNHEARD);
  }

  /// Steps that let everything in as it is.
  public static AdmissionChain none() {
    return new AdmissionChain(List.of());
  }

  private static List<Timed> timed(
      List<Step> steps, AdmissionTimes times, Phase phase, String... methods) {
    return steps.stream()
        .filter(step -> overrides(step.admission(), methods))
        .map(step -> new Timed(step.admission(), times.step(step.name(), phase)))
        .toList();
  }

  /// Whether the step does more in one of these methods than it must.
  private static boolean overrides(Admission step, String... methods) {
    var names = List.of(methods);
    return Stream.of(step.getClass().getMethods())
        .anyMatch(m -> names.contains(m.getName()) && m.getDeclaringClass() != Admission.class);
  }

  /// Before validation: the object as it goes on. On deletion there is none, and the request itself
  /// comes back.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public AdmissionRequest admit(AdmissionRequest request) {
    long began = System.nanoTime();
    var admitted = run(admitting, request, AdmissionChain::admit, admission);
    admission.record(request.operation(), false, System.nanoTime() - began);
    return admitted;
  }

  private static AdmissionRequest admit(Admission step, AdmissionRequest request) {
    step.enter(request);
    var object = request.object();
    return object.isPresent() ? request.with(step.complete(request, object.get())) : request;
  }

  /// After validation, and on deletion. The caller gives back what comes back if it then does not
  /// write.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public Commitment check(AdmissionRequest request) {
    long began = System.nanoTime();
    run(checking, request, AdmissionChain::check, validation);
    var commitments = new ArrayList<Commitment>();
    Act commit =
        (step, asked) -> {
          commitments.add(step.commit(asked));
          return asked;
        };
    try {
      run(committing, request, commit, validation);
    } catch (RuntimeException e) {
      Commitment.of(commitments).giveBack();
      throw e;
    }
    validation.record(request.operation(), false, System.nanoTime() - began);
    return Commitment.of(commitments);
  }

  private static AdmissionRequest check(Admission step, AdmissionRequest request) {
    step.check(request);
    return request;
  }

  /// @param whole learns if a step refuses
  private static AdmissionRequest run(
      List<Timed> steps, AdmissionRequest request, Act act, Series whole) {
    var operation = request.operation();
    var current = request;
    long began = System.nanoTime();
    long last = began;
    for (var step : steps) {
      if (step.admission.handles(operation)) {
        try {
          current = act.on(step.admission, current);
        } catch (RuntimeException e) {
          long now = System.nanoTime();
          step.times.record(operation, true, now - last);
          whole.record(operation, true, now - began);
          throw e;
        }
        long now = System.nanoTime();
        step.times.record(operation, false, now - last);
        last = now;
      }
    }
    return current;
  }

  /// Both phases, for what has no validation of its own in between.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if a step refuses
  public void require(AdmissionRequest request) {
    check(admit(request));
  }
}
