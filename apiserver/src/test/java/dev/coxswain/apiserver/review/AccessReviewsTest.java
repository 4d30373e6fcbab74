package dev.coxswain.apiserver.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.authorization.v1.LocalSubjectAccessReview;
import dev.coxswain.api.authorization.v1.SelfSubjectRulesReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.ArrayList;
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
            "spec: {user: a, resourceAttributes: {fieldSelector: {}, labelSelector: {rawSelector:"
                + " x, requirements: [{key: '-', operator: In}]}}}",
            "[spec.resourceAttributes.fieldSelector.requirements: Required value: when"
                + " spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector"
                + " is required, spec.resourceAttributes.labelSelector.rawSelector: Invalid value:"
                + " \"x\": may not specified at the same time as requirements,"
                + " spec.resourceAttributes.labelSelector.requirements[0].values: Required value:"
                + " must be specified when `operator` is 'In' or 'NotIn',"
                + " spec.resourceAttributes.labelSelector.requirements[0].key: Invalid value:"
                + " \"-\": name part must consist of alphanumeric characters, '-', '_' or '.', and"
                + " must start and end with an alphanumeric character (e.g. 'MyName',  or"
                + " 'my.name',  or '123-abc', regex used for validation is"
                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')]"),
        arguments(
            "spec: {user: a, resourceAttributes: {fieldSelector: {requirements: [{operator: NotIn},"
                + " {key: k, operator: Exists, values: [v]}, {key: k, operator: Newer}]}}}",
            "[spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be"
                + " specified, spec.resourceAttributes.fieldSelector.requirements[0].values:"
                + " Required value: must be specified when `operator` is 'In' or 'NotIn',"
                + " spec.resourceAttributes.fieldSelector.requirements[1].values: Forbidden: may"
                + " not be specified when `operator` is 'Exists' or 'DoesNotExist']"),
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

  static Stream<Arguments> selectors() {
    var field = "spec.resourceAttributes.fieldSelector ";
    var label = "spec.resourceAttributes.labelSelector ";
    return Stream.of(
        arguments(
            "fieldSelector: {rawSelector: 'spec.nodeName=n1,a!=b'}", "spec.nodeName=n1,a!=b", ""),
        arguments(
            "fieldSelector: {requirements: [{key: spec.nodeName, operator: In, values: [n1]}, {key:"
                + " a, operator: NotIn, values: ['b,c']}]}",
            "spec.nodeName=n1,a!=b\\,c",
            ""),
        arguments(
            "fieldSelector: {requirements: [{key: a, operator: In, values: [b]}, {key: c, operator:"
                + " In, values: [d, e]}]}",
            "a=b",
            field + "partially ignored due to parse error"),
        arguments(
            "fieldSelector: {rawSelector: nonsense}, labelSelector: {rawSelector: 'a in'}",
            "",
            field + "ignored due to parse error; " + label + "ignored due to parse error"),
        arguments(
            "labelSelector: {requirements: [{key: a, operator: Exists}, {key: a, operator:"
                + " Newer}]}",
            "",
            label + "partially ignored due to parse error"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("selectors")
  void whatIsSelectedIsHeeded(String selectors, String asked, String ignored) {
    var seen = new ArrayList<Attributes>();
    var asking =
        new AccessReviews(attributes -> {
          seen.add(attributes);
          return Decision.allow("");
        });
    var review = "spec: {user: a, resourceAttributes: {verb: list, %s}}".formatted(selectors);
    var answer = asking.subject(Manifests.read(SubjectAccessReview.class, review));
    assertThat(seen).extracting(Attributes::fieldSelector).containsExactly(asked);
    assertThat(answer.getStatus().getEvaluationError()).isEqualTo(ignored);
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
