package dev.coxswain.apimachinery.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTest {
  private static final FieldPath REPLICAS = FieldPath.of("spec", "replicas");

  static Stream<Arguments> refusals() {
    var negative = FieldError.invalid(REPLICAS, -1, "must be greater than or equal to 0");
    return Stream.of(
        arguments(
            new Refusal.NotFound("deployments.apps", "x"),
            404,
            "NotFound",
            "deployments.apps \"x\" not found",
            "'details':{'name':'x','group':'apps','kind':'deployments'}"),
        arguments(
            new Refusal.NotFound("pods", "nope"),
            404,
            "NotFound",
            "pods \"nope\" not found",
            "'details':{'name':'nope','kind':'pods'}"),
        arguments(
            new Refusal.PathNotFound(),
            404,
            "NotFound",
            "the server could not find the requested resource",
            "'details':{}"),
        arguments(
            new Refusal.AlreadyExists("pods", "a"),
            409,
            "AlreadyExists",
            "pods \"a\" already exists",
            "'details':{'name':'a','kind':'pods'}"),
        arguments(
            Refusal.Conflict.modified("configmaps", "c"),
            409,
            "Conflict",
            "Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your changes to the latest version and try again",
            "'details':{'name':'c','kind':'configmaps'}"),
        arguments(
            new Refusal.Invalid("Deployment.apps", "x", List.of(negative)),
            422,
            "Invalid",
            "Deployment.apps \"x\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
            "'details':{'name':'x','group':'apps','kind':'Deployment','causes':[{'reason':'FieldValueInvalid','message':'Invalid value: -1: must be greater than or equal to 0','field':'spec.replicas'}]}"),
        arguments(
            new Refusal.Unprocessable(),
            422,
            "Invalid",
            "the server rejected our request due to an error in our request",
            "'details':{}"),
        arguments(new Refusal.BadRequest("what"), 400, "BadRequest", "what", ""),
        arguments(
            new Refusal.Forbidden("pods", "", "User \"jane\" cannot"),
            403,
            "Forbidden",
            "pods is forbidden: User \"jane\" cannot",
            "'details':{'kind':'pods'}"),
        arguments(
            new Refusal.Forbidden("namespaces", "default", "this namespace may not be deleted"),
            403,
            "Forbidden",
            "namespaces \"default\" is forbidden: this namespace may not be deleted",
            "'details':{'name':'default','kind':'namespaces'}"),
        arguments(new Refusal.Unauthorized(), 401, "Unauthorized", "Unauthorized", ""),
        arguments(
            new Refusal.MethodNotAllowed(),
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource",
            "'details':{}"),
        arguments(
            new Refusal.MethodNotSupported("pods", "update"),
            405,
            "MethodNotAllowed",
            "update is not supported on resources of kind \"pods\"",
            "'details':{'kind':'pods'}"),
        arguments(
            new Refusal.UnsupportedPatchType(),
            415,
            "UnsupportedMediaType",
            "415: Unsupported Media Type",
            "'details':{}"),
        arguments(new Refusal.Expired("too old"), 410, "Expired", "too old", ""),
        arguments(
            new Refusal.TooManyRequests("slow", 10),
            429,
            "TooManyRequests",
            "slow",
            "'details':{'retryAfterSeconds':10}"),
        arguments(
            new Refusal.TooLargeResourceVersion(9, 5),
            504,
            "Timeout",
            "Timeout: Too large resource version: 9, current: 5",
            "'details':{'causes':[{'reason':'ResourceVersionTooLarge','message':'Too large resource version'}],'retryAfterSeconds':1}"),
        arguments(
            new Refusal.ServerTimeout("pods", "list", 0),
            500,
            "ServerTimeout",
            "The list operation against pods could not be completed at this time, please try again.",
            "'details':{'name':'list','kind':'pods'}"),
        arguments(
            new Refusal.Internal("oops"),
            500,
            "InternalError",
            "Internal error occurred: oops",
            "'details':{'causes':[{'message':'oops'}]}"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("refusals")
  void statusOfARefusal(Refusal refusal, int code, String reason, String message, String details) {
    assertThat(refusal.code()).isEqualTo(code);
    var expected =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("message", message)
            .put("reason", reason)
            .put("code", code);
    expected.putObject("metadata");
    expected.setAll(
        (ObjectNode)
            JsonCodec.parse(
                ("{" + details + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    assertThat(JsonCodec.toTree(refusal.toStatus())).isEqualTo(expected);
  }

  static Stream<Arguments> fieldErrors() {
    var path = FieldPath.of("spec").child("ports").index(0).child("name");
    return Stream.of(
        arguments(FieldError.required(path, ""), "spec.ports[0].name: Required value"),
        arguments(FieldError.required(path, "why"), "spec.ports[0].name: Required value: why"),
        arguments(
            FieldError.invalid(path, "a\"b\n", "no"),
            "spec.ports[0].name: Invalid value: \"a\\\"b\\n\": no"),
        arguments(FieldError.invalid(path, 5L, "no"), "spec.ports[0].name: Invalid value: 5: no"),
        arguments(
            FieldError.invalid(path, null, "no"), "spec.ports[0].name: Invalid value: null: no"),
        arguments(
            FieldError.invalid(path, Map.of("app", "<d>"), "no"),
            "spec.ports[0].name: Invalid value: {\"app\":\"\\u003cd\\u003e\"}: no"),
        arguments(
            FieldError.notSupported(path, "X", List.of("B", "A")),
            "spec.ports[0].name: Unsupported value: \"X\": supported values: \"B\", \"A\""),
        arguments(
            FieldError.notSupported(path, List.of("Some"), List.of("All")),
            "spec.ports[0].name: Unsupported value: [\"Some\"]: supported values: \"All\""),
        arguments(FieldError.duplicate(path, "a"), "spec.ports[0].name: Duplicate value: \"a\""),
        arguments(FieldError.notFound(path, "a"), "spec.ports[0].name: Not found: \"a\""),
        arguments(FieldError.forbidden(path, "no"), "spec.ports[0].name: Forbidden: no"),
        arguments(
            FieldError.tooLong(path, 63),
            "spec.ports[0].name: Too long: may not be more than 63 bytes"),
        arguments(
            FieldError.tooLong(path, 1),
            "spec.ports[0].name: Too long: may not be more than 1 byte"),
        arguments(
            FieldError.tooMany(path, 3, 2),
            "spec.ports[0].name: Too many: 3: must have at most 2 items"),
        arguments(
            FieldError.tooFew(path, 0, 1),
            "spec.ports[0].name: Too few: 0: must have at least 1 item"),
        arguments(FieldError.internal(path, "oops"), "spec.ports[0].name: Internal error: oops"),
        arguments(
            FieldError.required(FieldPath.of("data").key("tls.key"), ""),
            "data[tls.key]: Required value"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("fieldErrors")
  void textOfAFieldError(FieldError error, String text) {
    assertThat(error).hasToString(text);
  }

  @Test
  void severalErrorsStandInBracketsEachOnce() {
    var a = FieldError.required(FieldPath.of("a"), "");
    var b = FieldError.required(FieldPath.of("b"), "");
    assertThat(FieldErrors.text(List.of(a, b, a)))
        .isEqualTo("[a: Required value, b: Required value]");
  }

  @Test
  void exceptionsAreOfTheirReasonsType() {
    assertThat(ApiException.of(new Refusal.NotFound("pods", "x")))
        .isInstanceOf(ApiException.NotFound.class);
    assertThat(ApiException.of(new Refusal.Expired("x"))).isInstanceOf(ApiException.Gone.class);
    assertThat(ApiException.of(new Refusal.Internal("x")).reason()).isEqualTo("InternalError");
    assertThat(Arrays.asList(FieldError.Type.values())).hasSize(12);
  }
}
