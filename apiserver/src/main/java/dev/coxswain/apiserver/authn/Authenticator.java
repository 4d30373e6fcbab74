package dev.coxswain.apiserver.authn;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;
import java.util.Optional;

/// Finds out who shows certain credentials.
@FunctionalInterface
public interface Authenticator {

  /// Empty if these are not the credentials that this authenticator knows.
  Optional<UserInfo> authenticate(Credentials credentials);

  /// Asks one after the other. Who shows an `Authorization` that nobody knows is refused, who shows
  /// nothing is anonymous.
  ///
  /// The answer is never empty.
  static Authenticator firstOf(List<Authenticator> authenticators, boolean anonymous) {
    var chain = List.copyOf(authenticators);
    return credentials -> {
      for (var authenticator : chain) {
        var user = authenticator.authenticate(credentials);
        if (user.isPresent()) {
          return user.map(UserInfo::authenticated);
        }
      }
      if (credentials.authorization().isPresent() || !anonymous) {
        throw ApiException.of(new Refusal.Unauthorized());
      }
      return Optional.of(UserInfo.ANONYMOUS);
    };
  }
}
