package dev.coxswain.apiserver.admission.podsecurity;

import java.util.List;
import java.util.Optional;

/// One thing that a level forbids.
///
/// @param overrides the id of the control of a lower level that this one makes superfluous; may be
///   empty
/// @param rules from the oldest; before the first, nothing is forbidden
record Control(String id, Level level, String overrides, List<Rule> rules) {

  /// How the control judges from a version on.
  ///
  /// @param since the minor release
  record Rule(int since, Check check) {}

  /// Looks at a pod; pure.
  interface Check {
    Optional<Finding> check(PodView pod);
  }

  /// What a pod does that it must not.
  ///
  /// @param reason short, the same for all pods
  /// @param detail who does it, and what would be right
  record Finding(String reason, String detail) {
    @Override
    public String toString() {
      return detail.isEmpty() ? reason : reason + " (" + detail + ")";
    }
  }

  /// The latest rule that counted in the version.
  Optional<Check> at(Version version) {
    return rules.stream()
        .filter(rule -> rule.since <= version.minor())
        .reduce((_, later) -> later)
        .map(Rule::check);
  }
}
