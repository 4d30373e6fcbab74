package dev.coxswain.apiserver.authn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of a file whose lines are `token,user,uid,"group1,group2"`; the groups may be left
/// out.
public final class StaticTokens implements Authenticator {
  private final Map<String, UserInfo> users;

  private StaticTokens(Map<String, UserInfo> users) {
    this.users = Map.copyOf(users);
  }

  public static StaticTokens read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  /// @throws IllegalArgumentException if a line has too few columns
  static StaticTokens parse(List<String> lines) {
    var users = new HashMap<String, UserInfo>();
    for (var line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        addUser(line, users);
      }
    }
    return new StaticTokens(users);
  }

  @Override
  public Optional<UserInfo> authenticate(Credentials credentials) {
    // Looked up by digest, so that the time it takes tells nothing of how much of a token is right.
    return credentials.bearerToken().map(StaticTokens::key).map(users::get);
  }

  private static void addUser(String line, Map<String, UserInfo> users) {
    var columns = columns(line);
    if (columns.size() < 3 || columns.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "wants token,user,uid[,\"groups\"], got %d columns".formatted(columns.size()));
    }
    List<String> groups =
        columns.size() > 3 && !columns.get(3).isEmpty()
            ? List.of(columns.get(3).split("\\s*,\\s*"))
            : List.of();
    users.put(key(columns.get(0)), new UserInfo(columns.get(1), columns.get(2), groups, Map.of()));
  }

  private static String key(String token) {
    return java.util.HexFormat.of()
        .formatHex(Digests.sha256(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static List<String> columns(String line) {
    var columns = new ArrayList<String>();
    var column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(column.toString().strip());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString().strip());
    return columns;
  }
}
