package dev.coxswain.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttributesTest {
  private static final UserInfo JANE = UserInfo.of("jane", "devs");

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            Attributes.of(JANE, "list", "", "v1", "pods", "", "ns", ""),
            "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the"
                + " namespace \"ns\""),
        arguments(
            Attributes.of(JANE, "list", "", "v1", "nodes", "", "", ""),
            "nodes is forbidden: User \"jane\" cannot list resource \"nodes\" in API group \"\" at the"
                + " cluster scope"),
        arguments(
            Attributes.of(JANE, "get", "apps", "v1", "deployments", "scale", "ns", "d"),
            "deployments.apps \"d\" is forbidden: User \"jane\" cannot get resource"
                + " \"deployments/scale\" in API group \"apps\" in the namespace \"ns\""),
        arguments(
            Attributes.of(JANE, "delete", "", "v1", "namespaces", "", "", "ns"),
            "namespaces \"ns\" is forbidden: User \"jane\" cannot delete resource \"namespaces\" in"
                + " API group \"\" in the namespace \"ns\""),
        arguments(
            Attributes.ofPath(JANE, "get", "/metrics"),
            "forbidden: User \"jane\" cannot get path \"/metrics\""));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalsAreUpstreams(Attributes attributes, String message) {
    Authorizer nobody = _ -> Decision.deny("");
    assertThatThrownBy(() -> nobody.require(attributes))
        .isInstanceOf(ApiException.Forbidden.class)
        .hasMessage(message);
  }

  @Test
  void theFirstThatAllowsDecides() {
    var attributes = Attributes.ofPath(UserInfo.of("root", "system:masters"), "get", "/metrics");
    var chain = Authorizer.firstOf(List.of(_ -> Decision.deny("no"), new Superusers()));
    assertThat(chain.authorize(attributes).allowed()).isTrue();
    assertThat(chain.authorize(Attributes.ofPath(JANE, "get", "/metrics")))
        .isEqualTo(Decision.deny("no"));
  }
}
