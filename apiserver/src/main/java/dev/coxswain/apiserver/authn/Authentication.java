package dev.coxswain.apiserver.authn;

import java.util.List;

/// What an authenticator finds out from credentials.
public sealed interface Authentication {

  /// @param audiences those of the asked for which the credentials are good
  record Known(UserInfo user, List<String> audiences) implements Authentication {
    public Known {
      audiences = List.copyOf(audiences);
    }
  }

  /// These are not the credentials that this authenticator knows.
  record Unknown() implements Authentication {}

  /// They are, but they are not good.
  ///
  /// @param why in upstream's words
  record Rejected(String why) implements Authentication {}
}
