package dev.coxswain.apiserver.authn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// HTTP basic authentication from a file whose lines are `password,user,uid,"group1,group2"`.
///
/// Passwords cross the wire with each request and don't change without a restart; certificates and
/// tokens are better.
public final class BasicPasswords implements Authenticator {
  private record Account(byte[] passwordHash, UserInfo user) {}

  private final Map<String, Account> accounts;

  private BasicPasswords(Map<String, Account> accounts) {
    this.accounts = Map.copyOf(accounts);
  }

  /// @throws IOException if the file can't be read
  public static BasicPasswords read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  /// @throws IllegalArgumentException if a line has too few columns, or a user occurs twice
  static BasicPasswords parse(List<String> lines) {
    var accounts = new HashMap<String, Account>();
    for (var line : UserLine.parse("password", lines)) {
      var account = new Account(hash(line.secret()), line.user());
      if (accounts.putIfAbsent(line.user().name(), account) != null) {
        throw new IllegalArgumentException("wants each user once, got " + line.user().name());
      }
    }
    return new BasicPasswords(accounts);
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    var sent = credentials.authorization("Basic");
    if (sent.isEmpty()) {
      return new Authentication.Unknown();
    }
    return sent.flatMap(BasicPasswords::decoded)
        .flatMap(this::user)
        .<Authentication>map(user -> new Authentication.Known(user, credentials.audiences()))
        .orElse(new Authentication.Rejected("invalid username/password combination"));
  }

  /// @param pair `user:password`
  private Optional<UserInfo> user(String pair) {
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var shown = hash(pair.substring(colon + 1));
    return Optional.ofNullable(accounts.get(pair.substring(0, colon)))
        .filter(account -> java.security.MessageDigest.isEqual(account.passwordHash(), shown))
        .map(Account::user);
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] hash(String password) {
    return Digests.sha256(password.getBytes(StandardCharsets.UTF_8));
  }
}
