package dev.coxswain.apiserver.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.authorization.v1.LocalSubjectAccessReview;
import dev.coxswain.api.authorization.v1.SelfSubjectRulesReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Reviews that ask for nothing, or for too much.
final class AccessReviewsTest {
  private final AccessReviews reviews = new AccessReviews(_ -> Decision.allow("because"));

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "spec: {}",
            "[spec.resourceAttributes: Invalid value: \"null\": exactly one of"
                + " nonResourceAttributes or resourceAttributes must be specified, spec.user:"
                + " Invalid value: \"\": at least one of user or group must be specified]"),
        arguments(
            "spec: {user: a, resourceAttributes: {}, nonResourceAttributes: {path: /x, verb: get}}",
            "spec.nonResourceAttributes: Invalid value: {\"Path\":\"/x\",\"Verb\":\"get\"}: cannot"
                + " be specified in combination with resourceAttributes"),
        arguments(
            "{metadata: {name: x1}, spec: {user: a, resourceAttributes: {}}}",
            "metadata: Invalid value: {\"name\":\"x1\"}: must be empty"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String review, String complaint) {
    assertThatThrownBy(() -> reviews.subject(Manifests.read(SubjectAccessReview.class, review)))
        .hasMessage("SubjectAccessReview.authorization.k8s.io \"\" is invalid: " + complaint);
  }

  @Test
  void anEmptyTimeAsClientsOfProtobufSendItIsNothing() {
    var review =
        Manifests.read(SubjectAccessReview.class, "spec: {user: a, resourceAttributes: {}}")
            .toBuilder();
    review.getMetadataBuilder().getCreationTimestampBuilder();
    assertThat(reviews.subject(review.build()).getStatus().getAllowed()).isTrue();
  }

  @Test
  void answersWithTheReason() {
    var review = "spec: {user: a, resourceAttributes: {verb: get, resource: pods}}";
    var status = reviews.subject(Manifests.read(SubjectAccessReview.class, review)).getStatus();
    assertThat(status.getAllowed()).isTrue();
    assertThat(status.getReason()).isEqualTo("because");
  }

  @Test
  void aLocalReviewIsAboutItsNamespace() {
    assertThatThrownBy(() -> local("spec: {user: a, resourceAttributes: {namespace: other}}"))
        .hasMessageContaining(
            "spec.resourceAttributes.namespace: Invalid value: \"other\": must match"
                + " metadata.namespace");
    assertThatThrownBy(() -> local("spec: {user: a, nonResourceAttributes: {path: /x, verb: get}}"))
        .hasMessageContaining("disallowed on this kind of request");
    var answer = local("spec: {user: a, resourceAttributes: {namespace: here}}");
    assertThat(answer.getMetadata().getNamespace()).isEqualTo("here");
  }

  private LocalSubjectAccessReview local(String review) {
    return reviews.local(Manifests.read(LocalSubjectAccessReview.class, review), "here");
  }

  @Test
  void rulesAreThoseOfANamespace() {
    assertThatThrownBy(
            () -> reviews.rules(SelfSubjectRulesReview.getDefaultInstance(), UserInfo.of("a")))
        .hasMessage("no namespace on request");
  }
}
