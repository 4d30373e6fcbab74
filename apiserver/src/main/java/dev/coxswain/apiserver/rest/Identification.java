package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.Credentials;
import dev.coxswain.apiserver.authn.Impersonation;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.http.HttpCall;
import java.util.List;

/// Whose request it is: who sends it, or whom the sender acts as, if it may.
final class Identification {
  private static final String AUTHENTICATION_GROUP = "authentication.k8s.io";

  private final Authenticator authenticator;
  private final Authorizer authorizer;

  Identification(Authenticator authenticator, Authorizer authorizer) {
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  /// @throws ApiException.Unauthorized if the credentials are not good
  /// @throws ApiException.Forbidden if the sender may not act as the other
  UserInfo of(HttpCall call) {
    var sender =
        authenticator.identify(
            new Credentials(call.headers(), call.certificates(), call.path(), List.of()));
    return Impersonation.of(call.headers())
        .map(wanted -> impersonated(sender, wanted))
        .orElse(sender);
  }

  private UserInfo impersonated(UserInfo sender, Impersonation wanted) {
    if (wanted.user().isEmpty()) {
      throw ApiException.of(
          new Refusal.BadRequest(
              "requested %s without impersonating a user name".formatted(wanted.goText())));
    }
    var account = wanted.serviceAccount();
    if (account.isPresent()) {
      require(sender, "", "serviceaccounts", "", account.get().getFirst(), account.get().getLast());
    } else {
      require(sender, "", "users", "", "", wanted.user());
    }
    if (!wanted.uid().isEmpty()) {
      require(sender, AUTHENTICATION_GROUP, "uids", "", "", wanted.uid());
    }
    wanted.groups().forEach(group -> require(sender, "", "groups", "", "", group));
    wanted
        .extra()
        .forEach((key, values) ->
            values.forEach(
                value -> require(sender, AUTHENTICATION_GROUP, "userextras", key, "", value)));
    return wanted.impersonated();
  }

  private void require(
      UserInfo sender,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    authorizer.require(
        Attributes.of(sender, "impersonate", group, "v1", resource, subresource, namespace, name));
  }
}
