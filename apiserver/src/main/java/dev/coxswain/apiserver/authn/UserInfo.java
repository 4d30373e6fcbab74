package dev.coxswain.apiserver.authn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who makes a request, as the authenticator found it.
///
/// @param uid empty when the authenticator knows none
/// @param extra what else the authenticator knows, by key
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  static final String ALL_AUTHENTICATED = "system:authenticated";
  static final String ALL_UNAUTHENTICATED = "system:unauthenticated";

  /// Somebody without credentials.
  public static final UserInfo ANONYMOUS = of("system:anonymous", ALL_UNAUTHENTICATED);

  public UserInfo {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  public static UserInfo of(String name, String... groups) {
    return new UserInfo(name, "", List.of(groups), Map.of());
  }

  /// The same user, in the group of all whom the server knows.
  UserInfo authenticated() {
    if (groups.contains(ALL_AUTHENTICATED) || groups.contains(ALL_UNAUTHENTICATED)) {
      return this;
    }
    var all = new ArrayList<>(groups);
    all.add(ALL_AUTHENTICATED);
    return new UserInfo(name, uid, all, extra);
  }
}
