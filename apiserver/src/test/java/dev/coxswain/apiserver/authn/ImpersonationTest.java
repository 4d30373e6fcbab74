package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImpersonationTest {
  @Test
  void withoutHeadersNobodyIsImpersonated() {
    assertThat(Impersonation.of(Map.of("authorization", List.of("Bearer a")))).isEmpty();
  }

  @Test
  void aUserIsInTheGivenGroupsAndAuthenticated() {
    var user =
        of(
            Map.of(
                "impersonate-user", List.of("jane"),
                "impersonate-group", List.of("devs", "ops"),
                "impersonate-uid", List.of("42"),
                "impersonate-extra-example.com%2fscope", List.of("a", "b")));
    assertThat(user)
        .isEqualTo(
            new UserInfo(
                "jane",
                "42",
                List.of("devs", "ops", "system:authenticated"),
                Map.of("example.com/scope", List.of("a", "b"))));
  }

  @Test
  void aServiceAccountIsInItsGroups() {
    assertThat(of(Map.of("impersonate-user", List.of("system:serviceaccount:ns:robot"))).groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
  }

  @Test
  void anonymousStaysUnauthenticated() {
    assertThat(of(Map.of("impersonate-user", List.of("system:anonymous"))).groups())
        .containsExactly("system:unauthenticated");
  }

  @Test
  void goPrintsWhoIsWanted() {
    var headers =
        Map.of(
            "impersonate-group", List.of("devs"),
            "impersonate-extra-scope", List.of("a", "\"b"));
    assertThat(Impersonation.of(headers).orElseThrow().goText())
        .isEqualTo(
            "&user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"devs\"},"
                + " Extra:map[string][]string{\"scope\":[]string{\"a\", \"\\\"b\"}}}");
    var uid = Impersonation.of(Map.of("impersonate-uid", List.of("7"))).orElseThrow();
    assertThat(uid.goText())
        .isEqualTo(
            "&user.DefaultInfo{Name:\"\", UID:\"7\", Groups:[]string(nil),"
                + " Extra:map[string][]string(nil)}");
  }

  private static UserInfo of(Map<String, List<String>> headers) {
    return Impersonation.of(headers).orElseThrow().impersonated();
  }
}
