package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;

/// Asks whether a request may be made. Each method throws an
/// [dev.coxswain.apimachinery.status.ApiException] if not.
record Access(Authorizer authorizer) {

  void require(ApiRequest request, RequestContext context) {
    var target = request.target();
    var fields =
        switch (request) {
          case ApiRequest.ListObjects(_, var selection, _) -> selection.fieldSelector();
          case ApiRequest.Watch watch -> watch.selection().fieldSelector();
          default -> "";
        };
    var name = target.name().isEmpty() ? Attributes.selectedName(fields) : target.name();
    authorizer.require(attributes(target, request.verb(), name, context).selecting(fields));
  }

  /// @param name empty for all of them
  void require(Target target, String verb, String name, RequestContext context) {
    authorizer.require(attributes(target, verb, name, context));
  }

  private static Attributes attributes(
      Target target, String verb, String name, RequestContext context) {
    var resource = target.resource();
    return Attributes.of(
        context.user(),
        verb,
        resource.group(),
        resource.groupVersion().version(),
        resource.plural(),
        target.subresource(),
        target.namespace(),
        name);
  }
}
