package dev.coxswain.apiserver.authn;

import dev.coxswain.apimachinery.status.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// As whom a client wants to act, from its `Impersonate-…` headers.
///
/// @param user empty when only groups, uid or extra were given, which is refused
public record Impersonation(
    String user, String uid, List<String> groups, Map<String, List<String>> extra) {
  private static final String EXTRA_PREFIX = "impersonate-extra-";
  private static final Pattern SERVICE_ACCOUNT =
      Pattern.compile("system:serviceaccount:([^:]+):([^:]+)");

  /// @param headers by name in lower case
  public static Optional<Impersonation> of(Map<String, List<String>> headers) {
    var extra = new TreeMap<String, List<String>>();
    headers.forEach((name, values) -> {
      if (name.startsWith(EXTRA_PREFIX)) {
        extra.put(percentDecoded(name.substring(EXTRA_PREFIX.length())), values);
      }
    });
    var wanted =
        new Impersonation(
            first(headers, "impersonate-user"),
            first(headers, "impersonate-uid"),
            headers.getOrDefault("impersonate-group", List.of()),
            extra);
    boolean none =
        wanted.user.isEmpty()
            && wanted.uid.isEmpty()
            && wanted.groups.isEmpty()
            && wanted.extra.isEmpty();
    return none ? Optional.empty() : Optional.of(wanted);
  }

  /// Whether the user is a service account: its namespace and name.
  public Optional<List<String>> serviceAccount() {
    var matcher = SERVICE_ACCOUNT.matcher(user);
    return matcher.matches()
        ? Optional.of(List.of(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /// The user to go on as. Service accounts are in their groups unless others are given.
  public UserInfo impersonated() {
    var all = new ArrayList<>(groups);
    if (all.isEmpty()) {
      serviceAccount()
          .ifPresent(account -> {
            all.add("system:serviceaccounts");
            all.add("system:serviceaccounts:" + account.getFirst());
          });
    }
    var anonymous = user.equals(UserInfo.ANONYMOUS.name());
    var everyone = anonymous ? UserInfo.ALL_UNAUTHENTICATED : UserInfo.ALL_AUTHENTICATED;
    if (!all.contains(everyone) && !all.contains(UserInfo.ALL_UNAUTHENTICATED)) {
      all.add(everyone);
    }
    return new UserInfo(user, uid, all, extra);
  }

  /// As Go prints a user, which is what upstream's refusals show.
  public String goText() {
    return "&user.DefaultInfo{Name:%s, UID:%s, Groups:%s, Extra:%s}"
        .formatted(GoText.quote(user), GoText.quote(uid), goTexts(groups), goExtra());
  }

  private String goExtra() {
    return extra.isEmpty()
        ? "map[string][]string(nil)"
        : extra.entrySet().stream()
            .map(e -> GoText.quote(e.getKey()) + ":" + goTexts(e.getValue()))
            .collect(Collectors.joining(", ", "map[string][]string{", "}"));
  }

  private static String goTexts(List<String> texts) {
    return texts.isEmpty()
        ? "[]string(nil)"
        : texts.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  static String percentDecoded(String text) {
    try {
      return java.net.URLDecoder.decode(
          text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // Not encoded: upstream takes it as it is, too.
    }
  }
}
