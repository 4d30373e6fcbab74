package dev.coxswain.kubelet.access;

import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.authentication.v1.TokenReviewStatus;
import dev.coxswain.api.authentication.v1.UserInfo;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReviewStatus;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An API server that knows some tokens and some rights.
public final class KnownRights implements Reviews {
  private final Map<String, String> users = new HashMap<>();
  private final List<String> rights = new ArrayList<>();
  private final List<SubjectAccessReview> asked = new ArrayList<>();
  private Optional<ApiException> outage = Optional.empty();
  private int tokensAsked;

  /// @param right as in `get nodes/stats`
  public KnownRights withRight(String user, String right) {
    rights.add(user + " " + right);
    return this;
  }

  KnownRights withToken(String token, String user) {
    users.put(token, user);
    return this;
  }

  void takeAway(String user, String right) {
    rights.remove(user + " " + right);
  }

  void fail(ApiException how) {
    outage = Optional.of(how);
  }

  /// Every question about rights so far.
  List<SubjectAccessReview> asked() {
    return asked;
  }

  int tokensAsked() {
    return tokensAsked;
  }

  @Override
  public TokenReview review(TokenReview review) {
    outage.ifPresent(e -> {
      throw e;
    });
    tokensAsked++;
    var user = Optional.ofNullable(users.get(review.getSpec().getToken()));
    var status = TokenReviewStatus.newBuilder().setAuthenticated(user.isPresent());
    user.ifPresent(name -> status.setUser(UserInfo.newBuilder().setUsername(name)));
    return review.toBuilder().setStatus(status).build();
  }

  @Override
  public SubjectAccessReview review(SubjectAccessReview review) {
    outage.ifPresent(e -> {
      throw e;
    });
    asked.add(review);
    var wanted = review.getSpec().getResourceAttributes();
    boolean allowed =
        rights.contains(
            "%s %s %s/%s"
                .formatted(
                    review.getSpec().getUser(),
                    wanted.getVerb(),
                    wanted.getResource(),
                    wanted.getSubresource()));
    return review.toBuilder()
        .setStatus(SubjectAccessReviewStatus.newBuilder().setAllowed(allowed))
        .build();
  }
}
