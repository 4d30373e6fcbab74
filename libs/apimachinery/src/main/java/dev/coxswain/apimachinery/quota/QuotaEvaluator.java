package dev.coxswain.apimachinery.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says what the objects of one resource take of quotas.
public interface QuotaEvaluator {
  String COUNT = "count/";

  /// The evaluator of a resource such as `pods` or `deployments.apps`.
  static QuotaEvaluator of(String groupResource) {
    return switch (groupResource) {
      case "pods" -> new PodEvaluator();
      case "services" -> new ServiceEvaluator();
      case "persistentvolumeclaims" -> new ClaimEvaluator();
      default -> new CountEvaluator(groupResource);
    };
  }

  /// Whether objects of this resource take anything of what a quota calls by this name.
  boolean concerns(String name);

  /// What the object takes.
  ResourceAmounts usage(Message object, Instant now);

  /// Whether the object is in a scope of quotas.
  boolean isIn(ScopedResourceSelectorRequirement scope, Message object);

  /// What the object must say if a quota limits these: `must specify limits.cpu for: web`; empty if
  /// it says it.
  default Optional<String> missing(Collection<String> limited, Message object) {
    return Optional.empty();
  }

  /// Whether the quota counts the object.
  ///
  /// @param hard what the quota limits
  default boolean covers(ResourceQuota quota, Collection<String> hard, Message object) {
    return hard.stream().anyMatch(this::concerns)
        && scopes(quota).stream().allMatch(scope -> isIn(scope, object));
  }

  /// All scopes of a quota as requirements.
  static List<ScopedResourceSelectorRequirement> scopes(ResourceQuota quota) {
    return Stream.concat(
            quota.getSpec().getScopesList().stream()
                .map(scope ->
                    ScopedResourceSelectorRequirement.newBuilder()
                        .setScopeName(scope)
                        .setOperator("Exists")
                        .build()),
            quota.getSpec().getScopeSelector().getMatchExpressionsList().stream())
        .toList();
  }
}
