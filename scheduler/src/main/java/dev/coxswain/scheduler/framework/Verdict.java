package dev.coxswain.scheduler.framework;

import java.util.List;

/// What a plugin thinks of a pod, or of a pod on a node. Plugins keep theirs as constants: filters
/// run often.
///
/// @param reasons for people, as they are counted in the message of FailedScheduling
public record Verdict(Code code, List<String> reasons) {
  public enum Code {
    /// Nothing against it.
    SUCCESS,
    /// This plugin need not be asked again in this cycle.
    SKIP,
    /// Not now; evicting pods might help.
    UNSCHEDULABLE,
    /// Not now, and evicting pods would not help.
    UNRESOLVABLE
  }

  public static final Verdict SUCCESS = new Verdict(Code.SUCCESS, List.of());
  public static final Verdict SKIP = new Verdict(Code.SKIP, List.of());

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  public static Verdict unschedulable(String... reasons) {
    return new Verdict(Code.UNSCHEDULABLE, List.of(reasons));
  }

  public static Verdict unresolvable(String... reasons) {
    return new Verdict(Code.UNRESOLVABLE, List.of(reasons));
  }

  public boolean isRejection() {
    return code == Code.UNSCHEDULABLE || code == Code.UNRESOLVABLE;
  }
}
