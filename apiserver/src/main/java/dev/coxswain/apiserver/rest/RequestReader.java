package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.QueryParameters;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.PatchType;
import dev.coxswain.apiserver.request.Target;
import java.time.Duration;

/// Makes the request for the pipeline of what came over HTTP.
final class RequestReader {
  private RequestReader() {}

  /// @throws ApiException if parameters or headers are wrong
  static ApiRequest read(RequestPath path, Target target, HttpCall call, QueryParameters query) {
    try {
      return request(path, target, call, query);
    } catch (IllegalArgumentException e) {
      throw ApiException.of(new Refusal.BadRequest(e.getMessage()));
    }
  }

  private static ApiRequest request(
      RequestPath path, Target target, HttpCall call, QueryParameters query) {
    return switch (path.verb()) {
      case "get" -> new ApiRequest.Get(target, query.text("resourceVersion"));
      case "list" ->
          new ApiRequest.ListObjects(
              target, ListParameters.selection(query), query.optionalFlag("sendInitialEvents"));
      case "watch" -> watch(path, target, query);
      case "create" ->
          new ApiRequest.Create(target, body(call), WriteParameters.of("CreateOptions", query));
      case "update" ->
          new ApiRequest.Update(target, body(call), WriteParameters.of("UpdateOptions", query));
      case "patch" -> patch(target, call, query);
      case "delete" -> new ApiRequest.Delete(target, DeleteParameters.of(call, query));
      case "deletecollection" ->
          new ApiRequest.DeleteCollection(
              target, ListParameters.selection(query), DeleteParameters.of(call, query));
      default -> throw ApiException.of(new Refusal.MethodNotAllowed());
    };
  }

  private static ApiRequest watch(RequestPath path, Target target, QueryParameters query) {
    return new ApiRequest.Watch(
        target,
        selection(path, query),
        query.flag("allowWatchBookmarks"),
        query.optionalFlag("sendInitialEvents"),
        Duration.ofSeconds(ListParameters.timeoutSeconds(query)));
  }

  /// An old `/watch/` path may name one object.
  private static ListSelection selection(RequestPath path, QueryParameters query) {
    var selection = ListParameters.selection(query);
    if (!path.watchPath() || path.name().isEmpty()) {
      return selection;
    }
    if (!selection.fieldSelector().isEmpty()) {
      if (!Attributes.selectedName(selection.fieldSelector()).equals(path.name())) {
        throw ApiException.of(
            new Refusal.BadRequest("fieldSelector metadata.name doesn't match requested name"));
      }
      return selection;
    }
    return new ListSelection(
        selection.labelSelector(),
        "metadata.name=" + path.name(),
        selection.resourceVersion(),
        selection.resourceVersionMatch(),
        selection.limit(),
        selection.continueToken());
  }

  private static ApiRequest patch(Target target, HttpCall call, QueryParameters query) {
    var type =
        PatchType.of(Forms.plain(call.header("content-type").orElse("")))
            .orElseThrow(() -> ApiException.of(new Refusal.UnsupportedPatchType()));
    var options = WriteParameters.ofPatch(type, query);
    return new ApiRequest.Patch(target, type, call.body(), options, query.flag("force"));
  }

  private static Body body(HttpCall call) {
    return Body.of(Forms.sent(call.header("content-type").orElse("")), call.body());
  }
}
