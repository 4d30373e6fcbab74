package dev.coxswain.apiserver.admission;

import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;

/// Learns how long admission takes.
public interface AdmissionTimes {

  /// One sort of duration.
  interface Series {
    /// @param rejected whether the request was refused
    void record(Operation operation, boolean rejected, long nanos);
  }

  /// When a step acts. The names are those of upstream's figures.
  enum Phase {
    ADMIT,
    VALIDATE
  }

  /// Nobody who learns.
  AdmissionTimes UNHEARD =
      new AdmissionTimes() {
        @Override
        public Series step(String name, Phase phase) {
          return (_, _, _) -> {};
        }

        @Override
        public Series whole(Phase phase) {
          return (_, _, _) -> {};
        }
      };

  /// How long one step takes.
  Series step(String name, Phase phase);

  /// How long all steps take together.
  Series whole(Phase phase);
}
