package dev.coxswain.apiserver.authz;

import dev.coxswain.api.rbac.v1.PolicyRule;
import java.util.List;
import java.util.stream.Stream;

/// Rules that hold for a user.
///
/// @param error what went wrong when the rules were gathered; empty if nothing did
/// @param incomplete whether there are more rules than an authorizer can list
public record Permissions(List<PolicyRule> rules, String error, boolean incomplete) {
  public static final Permissions NONE = new Permissions(List.of(), "", false);

  private static final PolicyRule RESOURCES =
      PolicyRule.newBuilder().addVerbs("*").addApiGroups("*").addResources("*").build();
  private static final PolicyRule PATHS =
      PolicyRule.newBuilder().addVerbs("*").addNonResourceURLs("*").build();

  public static final Permissions ALL = new Permissions(List.of(RESOURCES, PATHS), "", false);

  public Permissions {
    rules = List.copyOf(rules);
  }

  Permissions and(Permissions more) {
    return new Permissions(
        Stream.concat(rules.stream(), more.rules.stream()).toList(),
        error.isEmpty() || more.error.isEmpty() ? error + more.error : error + ", " + more.error,
        incomplete || more.incomplete);
  }
}
