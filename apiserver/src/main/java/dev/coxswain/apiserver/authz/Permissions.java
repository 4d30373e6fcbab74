package dev.coxswain.apiserver.authz;

import dev.coxswain.api.rbac.v1.PolicyRule;
import java.util.List;
import java.util.stream.Stream;

/// Rules that hold for a user.
///
/// @param error why there may be more that can't be listed; empty if these are all
public record Permissions(List<PolicyRule> rules, String error) {
  public static final Permissions NONE = new Permissions(List.of(), "");

  private static final PolicyRule RESOURCES =
      PolicyRule.newBuilder().addVerbs("*").addApiGroups("*").addResources("*").build();
  private static final PolicyRule PATHS =
      PolicyRule.newBuilder().addVerbs("*").addNonResourceURLs("*").build();

  public static final Permissions ALL = new Permissions(List.of(RESOURCES, PATHS), "");

  public Permissions {
    rules = List.copyOf(rules);
  }

  Permissions and(Permissions more) {
    return new Permissions(
        Stream.concat(rules.stream(), more.rules.stream()).toList(),
        error.isEmpty() || more.error.isEmpty() ? error + more.error : error + ", " + more.error);
  }
}
