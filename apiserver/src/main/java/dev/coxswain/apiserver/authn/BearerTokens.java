package dev.coxswain.apiserver.authn;

import java.util.List;

/// Asks those who know tokens; a token that nobody knows is rejected.
public final class BearerTokens implements Authenticator {
  /// Knows tokens of one kind.
  @FunctionalInterface
  public interface Kind {
    /// @param audiences for whom the token must be; never empty
    Authentication authenticate(String token, List<String> audiences);

    /// Tokens that say nothing of audiences: good for the server's own.
    default Kind forAudiences(List<String> served) {
      return (token, audiences) -> {
        var fitting = audiences.stream().filter(served::contains).toList();
        return fitting.isEmpty()
            ? new Authentication.Unknown()
            : switch (authenticate(token, audiences)) {
              case Authentication.Known(var user, _) -> new Authentication.Known(user, fitting);
              case Authentication.Unknown other -> other;
              case Authentication.Rejected other -> other;
            };
      };
    }
  }

  private static final String INVALID = "invalid bearer token";

  private final List<Kind> kinds;
  private final List<String> audiences;

  /// @param audiences of the server, for credentials that name none
  public BearerTokens(List<Kind> kinds, List<String> audiences) {
    this.kinds = List.copyOf(kinds);
    this.audiences = List.copyOf(audiences);
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    var token = credentials.bearerToken();
    if (token.isEmpty()) {
      return new Authentication.Unknown();
    }
    var wanted = credentials.audiences().isEmpty() ? audiences : credentials.audiences();
    for (var kind : kinds) {
      switch (kind.authenticate(token.get(), wanted)) {
        case Authentication.Known known -> {
          return known;
        }
        case Authentication.Rejected(var why) -> {
          return new Authentication.Rejected("[" + INVALID + ", " + why + "]");
        }
        case Authentication.Unknown _ -> {}
      }
    }
    return new Authentication.Rejected(INVALID);
  }
}
