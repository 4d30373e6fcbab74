package dev.coxswain.apiserver.rest;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.rest.Forms.Form;
import dev.coxswain.apiserver.rest.Forms.Shape;
import java.util.List;
import java.util.Set;

/// What the pipeline answers, as HTTP.
final class Answers {
  private final Tables tables;

  Answers(Tables tables) {
    this.tables = tables;
  }

  /// @param streamed whether the path has watches as well
  /// @throws ApiException 406 if the client accepts nothing that we have
  Encoder encoder(HttpCall call, QueryParameters query, boolean streamed) {
    var form = Forms.accepted(call.joined("accept"), streamed);
    var include =
        form.shape() == Shape.TABLE
            ? Tables.Include.of(query.text("includeObject"))
            : Tables.Include.METADATA;
    return new Encoder(tables, form, include, pretty(call, query));
  }

  static HttpReply of(ApiResponse.One one, Target target, Encoder encoder) {
    return HttpReply.of(
        one.code(), encoder.contentType(), encoder.object(target.resource(), one.object()));
  }

  static HttpReply of(ApiResponse.Done done, Encoder encoder) {
    return HttpReply.of(done.code(), encoder.contentType(), encoder.message(done.status()));
  }

  static HttpReply of(ApiResponse.Many many, Encoder encoder) {
    return HttpReply.of(200, encoder.contentType(), encoder.list(many));
  }

  /// A refusal, in the accepted encoding or else as JSON.
  HttpReply refusal(HttpCall call, Status status) {
    var form = new Form(Forms.plainly(call.joined("accept")), Shape.WHOLE);
    var encoder =
        new Encoder(
            tables, form, Tables.Include.NONE, pretty(call, QueryParameters.parse(call.query())));
    var reply =
        HttpReply.of(
            status.getCode() == 0 ? 500 : status.getCode(),
            encoder.contentType(),
            encoder.message(status));
    int seconds = status.getDetails().getRetryAfterSeconds();
    return seconds > 0 ? reply.with("Retry-After", Integer.toString(seconds)) : reply;
  }

  /// For people who look at it.
  private static boolean pretty(HttpCall call, QueryParameters query) {
    if (query.has("pretty")) {
      return !Set.of("false", "0").contains(query.text("pretty"));
    }
    var agent = call.header("user-agent").orElse("");
    return List.of("curl", "Wget", "Mozilla/5.0").stream().anyMatch(agent::startsWith);
  }
}
