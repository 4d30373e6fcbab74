package dev.coxswain.apiserver.authn;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out who shows certain credentials.
@FunctionalInterface
public interface Authenticator {

  Authentication authenticate(Credentials credentials);

  /// Who shows the credentials.
  ///
  /// @throws ApiException.Unauthorized if nobody knows them; the log says why
  default UserInfo identify(Credentials credentials) {
    return switch (authenticate(credentials)) {
      case Authentication.Known(var user, _) -> user;
      case Authentication.Unknown _ -> throw ApiException.of(new Refusal.Unauthorized());
      case Authentication.Rejected(var why) -> {
        Logger log = LoggerFactory.getLogger(Authenticator.class);
        log.atInfo().addKeyValue("err", why).log("unable to authenticate the request");
        throw ApiException.of(new Refusal.Unauthorized());
      }
    };
  }

  /// Asks one after the other; the first that knows the credentials decides. If none does, the
  /// reasons of all are told.
  static Authenticator firstOf(List<Authenticator> authenticators) {
    var chain = List.copyOf(authenticators);
    return credentials -> {
      var reasons = new ArrayList<String>();
      for (var authenticator : chain) {
        switch (authenticator.authenticate(credentials)) {
          case Authentication.Known(var user, var audiences) -> {
            return new Authentication.Known(user.authenticated(), audiences);
          }
          case Authentication.Rejected(var why) -> reasons.add(why);
          case Authentication.Unknown _ -> {}
        }
      }
      return switch (reasons.size()) {
        case 0 -> new Authentication.Unknown();
        case 1 -> new Authentication.Rejected(reasons.getFirst());
        default -> new Authentication.Rejected("[" + String.join(", ", reasons) + "]");
      };
    };
  }

  /// Takes whoever shows nothing for `system:anonymous`, where that is allowed.
  ///
  /// @param allowed whether it is on a path
  default Authenticator orAnonymous(Predicate<String> allowed) {
    return credentials -> {
      var found = authenticate(credentials);
      return found instanceof Authentication.Unknown && allowed.test(credentials.path())
          ? new Authentication.Known(UserInfo.ANONYMOUS, credentials.audiences())
          : found;
    };
  }
}
