package dev.coxswain.apiserver.proxy;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.http.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which part of a log is wanted.
final class LogParameters {
  private static final List<String> FLAGS = List.of("follow", "previous", "timestamps");
  private static final List<String> NUMBERS = List.of("sinceSeconds", "tailLines", "limitBytes");

  private LogParameters() {}

  /// The query for the kubelet.
  ///
  /// @throws ApiException.BadRequest if a number or time is none
  /// @throws ApiException.Invalid if a number is out of range, or the choice contradicts itself
  static String check(String pod, QueryParameters query) {
    try {
      NUMBERS.forEach(query::number);
      checkTime(query.text("sinceTime"));
    } catch (IllegalArgumentException e) {
      throw ApiException.of(new Refusal.BadRequest(e.getMessage()));
    }
    var errors = errors(query);
    if (!errors.isEmpty()) {
      throw ApiException.of(new Refusal.Invalid("PodLogOptions", pod, errors));
    }
    return kubeletQuery(query);
  }

  private static List<FieldError> errors(QueryParameters query) {
    var errors = new ArrayList<FieldError>();
    atLeast(query, "tailLines", 0, "must be greater than or equal to 0", errors);
    atLeast(query, "limitBytes", 1, "must be greater than 0", errors);
    if (query.has("sinceSeconds") && query.has("sinceTime")) {
      errors.add(
          FieldError.forbidden(
              FieldPath.of(), "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    } else {
      atLeast(query, "sinceSeconds", 1, "must be greater than 0", errors);
    }
    if (query.has("stream")) { // Choosing one of the streams is off by default in this version.
      errors.add(FieldError.forbidden(FieldPath.of("stream"), "may not be specified"));
    }
    return errors;
  }

  private static void checkTime(String text) {
    if (!text.isEmpty() && !text.equals("null")) {
      Times.parse(text);
    }
  }

  private static String kubeletQuery(QueryParameters query) {
    var pairs = new ArrayList<String>();
    FLAGS.stream().filter(query::flag).forEach(flag -> pairs.add(flag + "=true"));
    for (var name : NUMBERS) {
      query.number(name).ifPresent(number -> pairs.add(name + "=" + number));
    }
    for (var name : List.of("sinceTime")) {
      if (!query.text(name).isEmpty()) {
        pairs.add(name + "=" + URLEncoder.encode(query.text(name), StandardCharsets.UTF_8));
      }
    }
    return String.join("&", pairs);
  }

  private static void atLeast(
      QueryParameters query, String name, long least, String detail, List<FieldError> errors) {
    query
        .number(name)
        .filter(number -> number < least)
        .ifPresent(number -> errors.add(FieldError.invalid(FieldPath.of(name), number, detail)));
  }
}
