package dev.coxswain.apiserver.review;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.SelfSubjectReview;
import dev.coxswain.api.authentication.v1.SelfSubjectReviewStatus;
import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.authentication.v1.TokenReviewStatus;
import dev.coxswain.api.authorization.v1.LocalSubjectAccessReview;
import dev.coxswain.api.authorization.v1.SelfSubjectAccessReview;
import dev.coxswain.api.authorization.v1.SelfSubjectRulesReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.authn.Authentication;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.Credentials;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.BodyDecoder;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestHandler;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.List;
import java.util.function.BiFunction;

/// Answers reviews; each is a resource that can only be created.
public final class Reviews {
  private static final int CREATED = 201;

  private final Authenticator authenticator;
  private final AccessReviews access;
  private final List<String> audiences;

  /// @param audiences for which a token is good with this server
  public Reviews(Authenticator authenticator, Authorizer authorizer, List<String> audiences) {
    this.authenticator = authenticator;
    this.access = new AccessReviews(authorizer);
    this.audiences = List.copyOf(audiences);
  }

  public void register(RequestPipeline.Builder pipeline) {
    pipeline
        .handler(
            "selfsubjectreviews.authentication.k8s.io",
            "",
            reviewing(SelfSubjectReview.class, Reviews::self))
        .handler(
            "tokenreviews.authentication.k8s.io",
            "",
            reviewing(TokenReview.class, (review, _) -> token(review)))
        .handler(
            "subjectaccessreviews.authorization.k8s.io",
            "",
            reviewing(SubjectAccessReview.class, (review, _) -> access.subject(review)))
        .handler("localsubjectaccessreviews.authorization.k8s.io", "", this::local)
        .handler(
            "selfsubjectaccessreviews.authorization.k8s.io",
            "",
            reviewing(
                SelfSubjectAccessReview.class,
                (review, context) -> access.self(review, context.user())))
        .handler(
            "selfsubjectrulesreviews.authorization.k8s.io",
            "",
            reviewing(
                SelfSubjectRulesReview.class,
                (review, context) -> access.rules(review, context.user())));
  }

  private static <M extends Message> RequestHandler reviewing(
      Class<M> type, BiFunction<M, RequestContext, Message> answer) {
    return (request, context) ->
        created(answer.apply(decode(type, create(request), context), context));
  }

  private ApiResponse local(ApiRequest request, RequestContext context) {
    var create = create(request);
    var review = decode(LocalSubjectAccessReview.class, create, context);
    return created(access.local(review, create.target().namespace()));
  }

  private static ApiRequest.Create create(ApiRequest request) {
    if (request instanceof ApiRequest.Create create) {
      return create;
    }
    throw ApiException.of(new Refusal.MethodNotAllowed());
  }

  private static <M extends Message> M decode(
      Class<M> type, ApiRequest.Create create, RequestContext context) {
    var kind = create.target().resource().kind();
    return type.cast(
        BodyDecoder.decode(create.body(), kind, create.options().validation(), context.warnings()));
  }

  private static ApiResponse created(Message review) {
    return new ApiResponse.One(
        StoredObject.of(Scheme.kubernetes().kindOf(review), review, 0), CREATED);
  }

  private static SelfSubjectReview self(SelfSubjectReview review, RequestContext context) {
    var answer =
        review.toBuilder()
            .setStatus(
                SelfSubjectReviewStatus.newBuilder().setUserInfo(Users.toProto(context.user())));
    answer.getMetadataBuilder().setCreationTimestamp(Times.of(context.received()));
    return answer.build();
  }

  private TokenReview token(TokenReview review) {
    var status = TokenReviewStatus.newBuilder();
    var token = review.getSpec().getToken();
    if (token.isEmpty()) {
      throw ApiException.of(
          new Refusal.BadRequest("token is required for TokenReview in authentication"));
    }
    var wanted = review.getSpec().getAudiencesList();
    var credentials = Credentials.bearer(token, wanted.isEmpty() ? audiences : wanted);
    switch (authenticator.authenticate(credentials)) {
      case Authentication.Known(var user, var fitting) ->
          status.setAuthenticated(true).setUser(Users.toProto(user)).addAllAudiences(fitting);
      case Authentication.Rejected(var why) -> status.setError(why);
      case Authentication.Unknown _ -> {}
    }
    return review.toBuilder().setStatus(status).build();
  }
}
