package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.HPAScalingPolicy;
import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;

/// Holds a proposal back: within its bounds, not too fast, and not at every whim. Pure.
final class ScalingRules {
  private static final Duration DOWNSCALE_STABILIZATION = Duration.ofMinutes(5);
  private static final int UP_FACTOR = 2;
  private static final int UP_AT_LEAST = 4;
  private static final String READY = "ReadyForNewScale";
  private static final String READY_MESSAGE = "recommended size matches current size";

  /// What comes of it, with the reasons for the conditions.
  ///
  /// @param able of `AbleToScale`, always true
  /// @param limited of `ScalingLimited`
  /// @param isLimited whether a limit applied
  record Outcome(int replicas, Reason able, Reason limited, boolean isLimited) {}

  record Reason(String reason, String message) {}

  private record Bound(int replicas, Reason reason) {}

  private final HorizontalPodAutoscalerSpec spec;
  private final int current;
  private final int least;
  private final ScaleHistory history;
  private final Instant now;

  ScalingRules(HorizontalPodAutoscalerSpec spec, int current, ScaleHistory history, Instant now) {
    this.spec = spec;
    this.current = current;
    this.least = spec.hasMinReplicas() ? spec.getMinReplicas() : 1;
    this.history = history;
    this.now = now;
  }

  Outcome apply(int proposed) {
    int calm = stabilized(proposed);
    var able =
        calm == proposed
            ? new Reason(READY, READY_MESSAGE)
            : calm < proposed
                ? new Reason(
                    "ScaleUpStabilized",
                    "recent recommendations were lower than current one, applying the lowest recent"
                        + " recommendation")
                : new Reason(
                    "ScaleDownStabilized",
                    "recent recommendations were higher than current one, applying the highest"
                        + " recent recommendation");
    var bound = spec.hasBehavior() ? byBehavior(calm) : byDefault(calm);
    return new Outcome(bound.replicas(), able, bound.reason(), bound.replicas() != calm);
  }

  private int stabilized(int proposed) {
    if (!spec.hasBehavior()) {
      int calm = history.over(DOWNSCALE_STABILIZATION, proposed, now, Math::max);
      history.proposed(proposed, now);
      return calm;
    }
    var behavior = spec.getBehavior();
    int up = history.over(window(behavior.getScaleUp()), proposed, now, Math::min);
    int down = history.over(window(behavior.getScaleDown()), proposed, now, Math::max);
    history.proposed(proposed, now);
    return Math.min(Math.max(current, up), down);
  }

  private static Duration window(HPAScalingRules rules) {
    return Duration.ofSeconds(rules.getStabilizationWindowSeconds());
  }

  private Bound byDefault(int wanted) {
    int fastest = Math.max(UP_FACTOR * current, UP_AT_LEAST);
    if (wanted < least) {
      return tooFew();
    }
    return wanted > Math.min(fastest, spec.getMaxReplicas()) ? upper(fastest) : within(wanted);
  }

  private Bound byBehavior(int wanted) {
    if (wanted > current) {
      int fastest = Math.max(current, fastestUp(spec.getBehavior().getScaleUp()));
      return wanted > Math.min(fastest, spec.getMaxReplicas()) ? upper(fastest) : within(wanted);
    }
    if (wanted < current) {
      int fastest = Math.min(current, fastestDown(spec.getBehavior().getScaleDown()));
      if (wanted >= Math.max(fastest, least)) {
        return within(wanted);
      }
      return fastest > least
          ? new Bound(
              fastest,
              new Reason(
                  "ScaleDownLimit",
                  "the desired replica count is decreasing faster than the maximum scale rate"))
          : tooFew();
    }
    return within(wanted);
  }

  private Bound upper(int fastest) {
    return spec.getMaxReplicas() > fastest
        ? new Bound(
            fastest,
            new Reason(
                "ScaleUpLimit",
                "the desired replica count is increasing faster than the maximum scale rate"))
        : new Bound(
            spec.getMaxReplicas(),
            new Reason(
                "TooManyReplicas",
                "the desired replica count is more than the maximum replica count"));
  }

  private Bound tooFew() {
    return new Bound(
        least,
        new Reason(
            "TooFewReplicas", "the desired replica count is less than the minimum replica count"));
  }

  private static Bound within(int wanted) {
    return new Bound(
        wanted,
        new Reason("DesiredWithinRange", "the desired count is within the acceptable range"));
  }

  private int fastestUp(HPAScalingRules rules) {
    return choose(
        rules,
        policy -> {
          int start = startOf(policy);
          return policy.getType().equals("Pods")
              ? start + policy.getValue()
              : (int) Math.ceil(start * (1 + policy.getValue() / 100.0));
        },
        true);
  }

  private int fastestDown(HPAScalingRules rules) {
    return choose(
        rules,
        policy -> {
          int start = startOf(policy);
          return policy.getType().equals("Pods")
              ? start - policy.getValue()
              : (int) (start * (1 - policy.getValue() / 100.0));
        },
        false);
  }

  // How large the target was at the beginning of the policy's period.
  private int startOf(HPAScalingPolicy policy) {
    var period = Duration.ofSeconds(policy.getPeriodSeconds());
    return current - history.added(period, now) + history.removed(period, now);
  }

  private int choose(HPAScalingRules rules, ToIntFunction<HPAScalingPolicy> limit, boolean up) {
    if (rules.getSelectPolicy().equals("Disabled")) {
      return current;
    }
    var limits = rules.getPoliciesList().stream().mapToInt(limit);
    boolean largest = rules.getSelectPolicy().equals("Min") != up;
    return (largest ? limits.max() : limits.min()).orElse(current);
  }
}
