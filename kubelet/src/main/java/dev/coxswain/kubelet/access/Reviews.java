package dev.coxswain.kubelet.access;

import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;

/// The API server's word on tokens and rights. Calls block and throw
/// [dev.coxswain.apimachinery.status.ApiException].
public interface Reviews {

  /// @return the same with a status
  TokenReview review(TokenReview token);

  /// @return the same with a status
  SubjectAccessReview review(SubjectAccessReview access);
}
