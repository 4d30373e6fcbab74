package dev.coxswain.kubelet.access;

import dev.coxswain.api.authentication.v1.TokenReview;
import dev.coxswain.api.authentication.v1.TokenReviewSpec;
import dev.coxswain.api.authentication.v1.UserInfo;
import dev.coxswain.api.authorization.v1.ExtraValue;
import dev.coxswain.api.authorization.v1.ResourceAttributes;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReviewSpec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.access.AccessRules.Authorization;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides on each request to the kubelet: first who asks, by certificate or else by token, then
/// whether that user may have one of the subresources of this node.
public final class Access {
  private static final Logger log = LoggerFactory.getLogger(Access.class);

  private static final int MOST_REMEMBERED = 4096;
  private static final String AUTHENTICATED = "system:authenticated";
  private static final UserInfo ANONYMOUS =
      UserInfo.newBuilder()
          .setUsername("system:anonymous")
          .addGroups("system:unauthenticated")
          .build();

  private final Reviews reviews;
  private final AccessRules rules;
  private final String node;
  private final Remembered<String, Optional<UserInfo>> users;
  private final Remembered<SubjectAccessReviewSpec, Boolean> rights;

  /// @param node the name of this node
  public Access(Reviews reviews, AccessRules rules, String node, InstantSource clock) {
    this.reviews = reviews;
    this.rules = rules;
    this.node = node;
    this.users = new Remembered<>(MOST_REMEMBERED, clock);
    this.rights = new Remembered<>(MOST_REMEMBERED, clock);
  }

  /// Why a request is not served.
  ///
  /// @param code of HTTP: 401 if nobody knows who asks, 403 if they may not, 500 if nobody can tell
  public record Refusal(int code, String message) {}

  /// Empty for those who may. May ask the API server, and so blocks.
  public Optional<Refusal> refusal(Proof proof, Asked asked) {
    var user = user(proof);
    return user.isEmpty()
        ? Optional.of(new Refusal(401, "Unauthorized"))
        : refusal(user.get(), asked);
  }

  private Optional<UserInfo> user(Proof proof) {
    var named = proof.subject().flatMap(Subjects::of);
    if (named.isPresent()) {
      return named.map(Access::authenticated);
    }
    var token = proof.token();
    if (rules.tokens() && token.isPresent()) {
      return ofToken(token.get());
    }
    return rules.anonymous() ? Optional.of(ANONYMOUS) : Optional.empty();
  }

  private Optional<UserInfo> ofToken(String token) {
    try {
      return users.get(token, this::review, _ -> rules.tokenTtl());
    } catch (ApiException e) {
      log.atWarn().setCause(e).log("cannot tell whose token it is");
      return Optional.empty();
    }
  }

  private Optional<UserInfo> review(String token) {
    var status =
        reviews
            .review(
                TokenReview.newBuilder()
                    .setSpec(TokenReviewSpec.newBuilder().setToken(token))
                    .build())
            .getStatus();
    return status.getAuthenticated()
        ? Optional.of(authenticated(status.getUser()))
        : Optional.empty();
  }

  private static UserInfo authenticated(UserInfo user) {
    return user.getGroupsList().contains(AUTHENTICATED)
        ? user
        : user.toBuilder().addGroups(AUTHENTICATED).build();
  }

  private Optional<Refusal> refusal(UserInfo user, Asked asked) {
    if (rules.authorization() == Authorization.ALWAYS_ALLOW) {
      return Optional.empty();
    }
    for (var subresource : asked.subresources()) {
      try {
        if (mayHave(user, asked.verb(), subresource)) {
          return Optional.empty();
        }
      } catch (ApiException e) {
        log.atWarn().setCause(e).addKeyValue("user", user.getUsername()).log("cannot tell rights");
        var error = "Authorization error (user=%s, verb=%s, resource=nodes, subresource=%s)";
        return Optional.of(
            new Refusal(500, error.formatted(user.getUsername(), asked.verb(), subresource)));
      }
    }
    var forbidden = "Forbidden (user=%s, verb=%s, resource=nodes, subresource(s)=[%s])\n";
    return Optional.of(
        new Refusal(
            403,
            forbidden.formatted(
                user.getUsername(), asked.verb(), String.join(" ", asked.subresources()))));
  }

  private boolean mayHave(UserInfo user, String verb, String subresource) {
    return rights.get(
        spec(user, verb, subresource),
        this::review,
        allowed -> allowed ? rules.allowedTtl() : rules.refusedTtl());
  }

  private boolean review(SubjectAccessReviewSpec spec) {
    return reviews
        .review(SubjectAccessReview.newBuilder().setSpec(spec).build())
        .getStatus()
        .getAllowed();
  }

  private SubjectAccessReviewSpec spec(UserInfo user, String verb, String subresource) {
    var spec =
        SubjectAccessReviewSpec.newBuilder()
            .setUser(user.getUsername())
            .setUid(user.getUid())
            .addAllGroups(user.getGroupsList())
            .setResourceAttributes(
                ResourceAttributes.newBuilder()
                    .setVerb(verb)
                    .setVersion("v1")
                    .setResource("nodes")
                    .setSubresource(subresource)
                    .setName(node));
    user.getExtraMap()
        .forEach((key, values) ->
            spec.putExtra(key, ExtraValue.newBuilder().addAllItems(values.getItemsList()).build()));
    return spec.build();
  }
}
