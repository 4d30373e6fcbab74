package dev.coxswain.apiserver.authz;

import dev.coxswain.apiserver.authn.UserInfo;
import java.util.List;

/// Says whether a user may do something. Without an opinion it denies, and another may allow.
public interface Authorizer {

  Decision authorize(Attributes attributes);

  /// All that a user may do in a namespace, as far as this authorizer can list it.
  default Permissions permissions(UserInfo user, String namespace) {
    return Permissions.NONE;
  }

  /// Asks one after the other until one allows; the denials' reasons are gathered.
  static Authorizer firstOf(List<Authorizer> authorizers) {
    return new Chain(List.copyOf(authorizers));
  }

  /// @throws dev.coxswain.apimachinery.status.ApiException.Forbidden if the answer is no
  default void require(Attributes attributes) {
    var decision = authorize(attributes);
    if (!decision.allowed()) {
      throw attributes.forbidden(decision.reason());
    }
  }

  /// One after the other.
  record Chain(List<Authorizer> authorizers) implements Authorizer {
    @Override
    public Decision authorize(Attributes attributes) {
      var denied = Decision.deny("");
      for (var authorizer : authorizers) {
        var decision = authorizer.authorize(attributes);
        if (decision.allowed()) {
          return decision;
        }
        denied = denied.and(decision);
      }
      return denied;
    }

    @Override
    public Permissions permissions(UserInfo user, String namespace) {
      return authorizers.stream()
          .map(authorizer -> authorizer.permissions(user, namespace))
          .reduce(Permissions.NONE, Permissions::and);
    }
  }
}
