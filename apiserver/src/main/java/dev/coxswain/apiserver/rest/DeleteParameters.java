package dev.coxswain.apiserver.rest;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.QueryParameters;
import java.io.IOException;

/// The options of a delete: those in the body, or else those of the query.
final class DeleteParameters {
  private DeleteParameters() {}

  static DeleteOptions of(HttpCall call, QueryParameters query) {
    return call.body().length > 0 ? ofBody(call) : ofQuery(query);
  }

  private static DeleteOptions ofQuery(QueryParameters query) {
    var options = DeleteOptions.newBuilder();
    query.number("gracePeriodSeconds").ifPresent(options::setGracePeriodSeconds);
    query.optionalFlag("orphanDependents").ifPresent(options::setOrphanDependents);
    if (query.has("propagationPolicy")) {
      options.setPropagationPolicy(query.text("propagationPolicy"));
    }
    return options.addAllDryRun(query.all("dryRun")).build();
  }

  private static DeleteOptions ofBody(HttpCall call) {
    try {
      return switch (Forms.sent(call.header("content-type").orElse(""))) {
        case JSON -> ofJson(call.body());
        case YAML -> ofJson(YamlCodec.toJson(call.body()));
        case PROTOBUF -> DeleteOptions.parseFrom(WireCodec.parseEnvelope(call.body()).getRaw());
      };
    } catch (DecodeException | IOException e) {
      throw ApiException.of(new Refusal.Unexplained(String.valueOf(e.getMessage())));
    }
  }

  private static DeleteOptions ofJson(byte[] json) {
    JsonCodec.peek(json).ifPresent(DeleteParameters::checkKind);
    var type = Scheme.kubernetes().kindOf(DeleteOptions.getDefaultInstance());
    return (DeleteOptions) JsonCodec.read(json, type, FieldValidation.IGNORE).object();
  }

  /// Every group has `DeleteOptions`, and they are all the same.
  private static void checkKind(GroupVersionKind declared) {
    if (!declared.kind().isEmpty() && !declared.kind().equals("DeleteOptions")) {
      throw new DecodeException(
          ("no kind \"%s\" is registered for version \"%s\" in scheme"
                  + " \"pkg/apis/meta/internalversion/scheme/register.go:27\"")
              .formatted(declared.kind(), declared.apiVersion()));
    }
  }
}
