package dev.coxswain.apiserver.authz;

import dev.coxswain.apiserver.authn.UserInfo;

/// Allows the group `system:masters` everything, whatever roles say.
public final class Superusers implements Authorizer {
  private static final String GROUP = "system:masters";

  @Override
  public Decision authorize(Attributes attributes) {
    return attributes.user().groups().contains(GROUP) ? Decision.allow("") : Decision.deny("");
  }

  @Override
  public Permissions permissions(UserInfo user, String namespace) {
    return user.groups().contains(GROUP) ? Permissions.ALL : Permissions.NONE;
  }
}
