package dev.coxswain.apiserver.request;

import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;

/// Asks whether a request may be made. Each method throws an
/// [dev.coxswain.apimachinery.status.ApiException] if not.
record Access(Authorizer authorizer) {

  void require(ApiRequest request, RequestContext context) {
    var target = request.target();
    var name = target.name();
    if (name.isEmpty()) {
      name =
          switch (request) {
            case ApiRequest.ListObjects(_, var selection, _) ->
                Attributes.selectedName(selection.fieldSelector());
            case ApiRequest.Watch watch ->
                Attributes.selectedName(watch.selection().fieldSelector());
            default -> "";
          };
    }
    require(target, request.verb(), name, context);
  }

  /// @param name empty for all of them
  void require(Target target, String verb, String name, RequestContext context) {
    var resource = target.resource();
    authorizer.require(
        Attributes.of(
            context.user(),
            verb,
            resource.group(),
            resource.groupVersion().version(),
            resource.plural(),
            target.subresource(),
            target.namespace(),
            name));
  }
}
