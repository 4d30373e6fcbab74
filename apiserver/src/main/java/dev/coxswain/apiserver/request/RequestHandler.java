package dev.coxswain.apiserver.request;

/// Serves requests that are not about reading or writing a stored object: `serviceaccounts/token`,
/// `pods/eviction`, reviews. Authorization is done when it is asked.
@FunctionalInterface
public interface RequestHandler {

  /// Carries the request out.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException to refuse
  ApiResponse handle(ApiRequest request, RequestContext context);
}
