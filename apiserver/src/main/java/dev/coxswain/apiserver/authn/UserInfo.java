package dev.coxswain.apiserver.authn;

import java.util.List;
import java.util.Map;

/// Who makes a request, as the authenticator found it.
///
/// @param uid empty when the authenticator knows none
/// @param extra what else the authenticator knows, by key
public record UserInfo(
    String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  public UserInfo {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  public static UserInfo of(String name, String... groups) {
    return new UserInfo(name, "", List.of(groups), Map.of());
  }
}
