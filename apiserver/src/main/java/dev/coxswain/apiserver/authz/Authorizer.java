package dev.coxswain.apiserver.authz;

import java.util.List;

/// Says whether a user may do something. Without an opinion it denies, and another may allow.
public interface Authorizer {

  Decision authorize(Attributes attributes);

  /// Asks one after the other until one allows; the denials' reasons are gathered.
  static Authorizer firstOf(List<Authorizer> authorizers) {
    var chain = List.copyOf(authorizers);
    return attributes -> {
      var denied = Decision.deny("");
      for (var authorizer : chain) {
        var decision = authorizer.authorize(attributes);
        if (decision.allowed()) {
          return decision;
        }
        denied = denied.and(decision);
      }
      return denied;
    };
  }

  /// @throws dev.coxswain.apimachinery.status.ApiException.Forbidden if the answer is no
  default void require(Attributes attributes) {
    var decision = authorize(attributes);
    if (!decision.allowed()) {
      throw attributes.forbidden(decision.reason());
    }
  }
}
