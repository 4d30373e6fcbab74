package dev.coxswain.apiserver.authn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The tokens of a file whose lines are `token,user,uid,"group1,group2"`; the groups may be left
/// out.
public final class StaticTokens implements BearerTokens.Kind {
  private final Map<String, UserInfo> users;

  private StaticTokens(Map<String, UserInfo> users) {
    this.users = Map.copyOf(users);
  }

  /// @throws IOException if the file can't be read
  public static StaticTokens read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  /// @throws IllegalArgumentException if a line has too few columns
  static StaticTokens parse(List<String> lines) {
    var users = new HashMap<String, UserInfo>();
    UserLine.parse("token", lines).forEach(line -> users.put(key(line.secret()), line.user()));
    return new StaticTokens(users);
  }

  @Override
  public Authentication authenticate(String token, List<String> audiences) {
    // Looked up by digest, so that the time it takes tells nothing of how much of a token is right.
    var user = users.get(key(token));
    return user == null ? new Authentication.Unknown() : new Authentication.Known(user, audiences);
  }

  private static String key(String token) {
    return HexFormat.of().formatHex(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)));
  }
}
