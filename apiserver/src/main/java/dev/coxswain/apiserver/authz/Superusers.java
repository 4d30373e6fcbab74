package dev.coxswain.apiserver.authz;

/// Allows the group `system:masters` everything, whatever roles say.
public final class Superusers implements Authorizer {
  private static final String GROUP = "system:masters";

  @Override
  public Decision authorize(Attributes attributes) {
    return attributes.user().groups().contains(GROUP) ? Decision.allow("") : Decision.deny("");
  }
}
