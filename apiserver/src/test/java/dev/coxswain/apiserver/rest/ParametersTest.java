package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.PatchType;
import dev.coxswain.apiserver.request.WriteOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParametersTest {
  static Stream<Arguments> refusedWrites() {
    return Stream.of(
        arguments(
            "dryRun=Some",
            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]:"
                + " supported values: \"All\""),
        arguments(
            "fieldManager=a%0Ab%00",
            "CreateOptions.meta.k8s.io \"\" is invalid: [fieldManager: Invalid value:"
                + " \"a\\nb\\x00\": invalid character U+000A (at position 1), fieldManager: Invalid"
                + " value: \"a\\nb\\x00\": invalid character U+0000 (at position 3)]"),
        arguments(
            "fieldManager=" + "%C3%A4".repeat(65),
            "CreateOptions.meta.k8s.io \"\" is invalid: fieldManager: Too long: may not be more"
                + " than 128 bytes"),
        arguments(
            "fieldValidation=strict",
            "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value:"
                + " \"strict\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""));
  }

  @ParameterizedTest
  @MethodSource("refusedWrites")
  void writesAreRefusedInUpstreamsWords(String query, String message) {
    assertThatThrownBy(() -> WriteParameters.of("CreateOptions", QueryParameters.parse(query)))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessage(message);
  }

  @Test
  void anApplyNeedsAManager() {
    assertThatThrownBy(
            () -> WriteParameters.ofPatch(PatchType.APPLY, QueryParameters.parse("force=true")))
        .hasMessage(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                + " for apply patch");
  }

  @Test
  void onlyAnApplyMayForce() {
    assertThatThrownBy(
            () -> WriteParameters.ofPatch(PatchType.MERGE, QueryParameters.parse("force=true")))
        .hasMessage(
            "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for"
                + " non-apply patch");
  }

  @Test
  void writeOptions() {
    var query = QueryParameters.parse("dryRun=All&fieldManager=me&fieldValidation=Strict");
    assertThat(WriteParameters.of("UpdateOptions", query))
        .isEqualTo(new WriteOptions(true, "me", FieldValidation.STRICT));
    assertThat(WriteParameters.of("UpdateOptions", QueryParameters.parse("")))
        .isEqualTo(new WriteOptions(false, "", FieldValidation.WARN));
  }

  @Test
  void deleteOptionsComeFromTheQueryWhenThereIsNoBody() {
    var call =
        Calls.call(
            "DELETE", "/api/v1/namespaces/a/pods/p?gracePeriodSeconds=0&propagationPolicy=Orphan");
    var options = DeleteParameters.of(call, QueryParameters.parse(call.query()));
    assertThat(options.getGracePeriodSeconds()).isZero();
    assertThat(options.hasGracePeriodSeconds()).isTrue();
    assertThat(options.getPropagationPolicy()).isEqualTo("Orphan");
  }

  @Test
  void aListLooksAtTheTimeoutThatOnlyWatchesHeed() {
    assertThatThrownBy(() -> ListParameters.selection(QueryParameters.parse("timeoutSeconds=abc")))
        .hasMessage("strconv.ParseInt: parsing \"abc\": invalid syntax");
  }

  static Stream<Arguments> refusedDeletes() {
    return Stream.of(
        arguments("{", "couldn't get version/kind; json parse error: unexpected end of JSON input"),
        arguments(
            "{\"gracePeriodSeconds\":\"x\"}",
            "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of"
                + " type int64"),
        arguments(
            "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}",
            "no kind \"Pod\" is registered for version \"v1\" in scheme"
                + " \"pkg/apis/meta/internalversion/scheme/register.go:27\""));
  }

  @ParameterizedTest
  @MethodSource("refusedDeletes")
  void bodiesOfDeletesAreRefusedWithoutAReason(String body, String message) {
    var call = Calls.call("DELETE", "/api/v1/namespaces/a/pods/p", body);
    assertThatThrownBy(() -> DeleteParameters.of(call, QueryParameters.parse("")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(500))
        .hasMessage(message);
  }
}
