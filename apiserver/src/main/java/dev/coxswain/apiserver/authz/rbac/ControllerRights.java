package dev.coxswain.apiserver.authz.rbac;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Lookup;

/// Allows the controller manager what the roles of its controllers (`system:controller:…`) grant
/// together.
///
/// With `--use-service-account-credentials` it acts as a service account per controller, to which
/// these roles are bound; without, it makes all requests as itself.
public final class ControllerRights implements Authorizer {
  private static final String USER = "system:kube-controller-manager";
  private static final String ROLE_PREFIX = "system:controller:";

  private final Lookup lookup;

  public ControllerRights(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    if (!attributes.user().name().equals(USER)) {
      return Decision.deny("");
    }
    return lookup.list(ClusterRole.class, "").stream()
        .filter(role -> role.getMetadata().getName().startsWith(ROLE_PREFIX))
        .filter(role -> Rules.allow(role.getRulesList(), attributes))
        .findFirst()
        .map(role -> Decision.allow("allowed as " + role.getMetadata().getName()))
        .orElse(Decision.deny(""));
  }
}
