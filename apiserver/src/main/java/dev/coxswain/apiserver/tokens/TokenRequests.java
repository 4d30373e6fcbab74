package dev.coxswain.apiserver.tokens;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.BoundObjectReference;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.BodyDecoder;
import dev.coxswain.apiserver.request.Namespaces;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestHandler;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.tokens.TokenIssuer.Grant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `serviceaccounts/token`: gives a token to whoever may ask for it.
public final class TokenRequests implements RequestHandler {
  private static final String KIND = "TokenRequest.authentication.k8s.io";
  private static final long MIN_SECONDS = 600;
  private static final long MAX_SECONDS = 1L << 32;

  /// What kubelets ask for by default, and by which those tokens are told.
  private static final Duration RENEWED = Duration.ofSeconds(3607);

  private static final Duration EXTENDED = Duration.ofDays(365);

  private final TokenIssuer issuer;
  private final List<String> audiences;
  private final Limits limits;
  private final Lookup lookup;
  private final InstantSource clock;

  /// How long tokens are good.
  ///
  /// @param longest at most; zero for no limit
  /// @param extend whether the tokens in pods, which kubelets renew every hour, are good for a year
  ///   all the same, for programs that read the file once
  public record Limits(Duration longest, boolean extend) {}

  /// @param audiences of tokens that name none
  public TokenRequests(
      TokenIssuer issuer,
      List<String> audiences,
      Limits limits,
      Lookup lookup,
      InstantSource clock) {
    this.issuer = issuer;
    this.audiences = List.copyOf(audiences);
    this.limits = limits;
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public ApiResponse handle(ApiRequest request, RequestContext context) {
    if (!(request instanceof ApiRequest.Create create)) {
      throw ApiException.of(
          new Refusal.MethodNotSupported("serviceaccounts/token", request.verb()));
    }
    var kind = Scheme.kubernetes().kindOf(TokenRequest.class);
    var sent =
        (TokenRequest)
            BodyDecoder.decode(
                create.body(), kind, create.options().validation(), context.warnings());
    var asked = Defaults.apply((TokenRequest) Namespaces.placed(sent, create.target()));
    checkName(asked, create.target());
    var account = account(create.target());
    check(asked);
    var answered = answer(limited(asked, context), account, create.target(), clock.instant());
    return new ApiResponse.One(StoredObject.of(kind, answered, 0), 201);
  }

  private ServiceAccount account(Target target) {
    return lookup
        .fetch(ServiceAccount.class, new ObjectKey(target.namespace(), target.name()))
        .orElseThrow(() -> notFound("serviceaccounts", target.name()));
  }

  private TokenRequest answer(
      TokenRequest asked, ServiceAccount account, Target target, Instant now) {
    var answered = asked.toBuilder();
    answered
        .getMetadataBuilder()
        .setName(target.name())
        .setNamespace(target.namespace())
        .setCreationTimestamp(Times.of(now));
    if (asked.getSpec().getAudiencesCount() == 0) {
      answered.getSpecBuilder().addAllAudiences(audiences);
    }
    var lifetime = Duration.ofSeconds(asked.getSpec().getExpirationSeconds());
    var bound = bound(asked, account);
    boolean extended =
        limits.extend()
            && bound.containsKey("pod")
            && lifetime.equals(RENEWED)
            && audiences.containsAll(answered.getSpec().getAudiencesList());
    var grant =
        new Grant(
            UUID.randomUUID().toString(),
            account.getMetadata(),
            List.copyOf(answered.getSpec().getAudiencesList()),
            bound,
            now,
            extended ? EXTENDED : lifetime,
            extended ? Optional.of(now.plus(lifetime)) : Optional.empty());
    answered
        .getStatusBuilder()
        .setToken(issuer.issue(grant))
        .setExpirationTimestamp(Times.of(now.plus(lifetime)));
    return answered.build();
  }

  private TokenRequest limited(TokenRequest asked, RequestContext context) {
    long seconds = asked.getSpec().getExpirationSeconds();
    long longest = limits.longest().toSeconds();
    if (longest == 0 || seconds <= longest) {
      return asked;
    }
    context
        .warnings()
        .accept(
            "requested expiration of %d seconds shortened to %d seconds"
                .formatted(seconds, longest));
    var limited = asked.toBuilder();
    limited.getSpecBuilder().setExpirationSeconds(longest);
    return limited.build();
  }

  private static void checkName(TokenRequest asked, Target target) {
    var name = asked.getMetadata().getName();
    if (!name.isEmpty() && !name.equals(target.name())) {
      var path = Problems.METADATA.child("name");
      var error =
          FieldError.invalid(path, name, "must match the service account name if specified");
      throw ApiException.of(new Refusal.Invalid(KIND, target.name(), List.of(error)));
    }
  }

  private static void check(TokenRequest asked) {
    var problems = new Problems();
    var path = Problems.SPEC.child("expirationSeconds");
    long seconds = asked.getSpec().getExpirationSeconds();
    if (seconds < MIN_SECONDS) {
      problems.invalid(path, seconds, "may not specify a duration less than 10 minutes");
    }
    if (seconds > MAX_SECONDS) {
      problems.invalid(path, seconds, "may not specify a duration larger than 2^32 seconds");
    }
    List<FieldError> errors = problems.all();
    if (!errors.isEmpty()) {
      throw ApiException.of(new Refusal.Invalid(KIND, "", errors));
    }
  }

  /// The objects that the token ends with, by the name of their claim.
  private Map<String, ObjectMeta> bound(TokenRequest asked, ServiceAccount account) {
    var bound = new LinkedHashMap<String, ObjectMeta>();
    if (!asked.getSpec().hasBoundObjectRef()) {
      return bound;
    }
    var reference = asked.getSpec().getBoundObjectRef();
    var namespace = account.getMetadata().getNamespace();
    var kind = GroupVersion.parse(reference.getApiVersion()).withKind(reference.getKind());
    switch (kind.group() + "/" + kind.kind()) {
      case "/Pod" -> {
        var pod = find(Pod.class, "pods", namespace, reference);
        checkRunsAs(pod, account);
        bound.put("pod", pod.getMetadata());
        nodeOf(pod, bound);
      }
      case "/Secret" ->
          bound.put("secret", find(Secret.class, "secrets", namespace, reference).getMetadata());
      case "/Node" -> bound.put("node", find(Node.class, "nodes", "", reference).getMetadata());
      default ->
          throw ApiException.of(
              new Refusal.BadRequest("cannot bind token to object of type %s".formatted(kind)));
    }
    return bound;
  }

  private <M extends Message> M find(
      Class<M> type, String resource, String namespace, BoundObjectReference reference) {
    var object =
        lookup
            .fetch(type, new ObjectKey(namespace, reference.getName()))
            .orElseThrow(() -> notFound(resource, reference.getName()));
    var uid = Metadata.of(object).getUid();
    if (!reference.getUID().isEmpty() && !reference.getUID().equals(uid)) {
      throw ApiException.of(
          new Refusal.Conflict(
              reference.getKind(),
              reference.getName(),
              ("the UID in the bound object reference (%s) does not match the UID in record. The"
                      + " object might have been deleted and then recreated")
                  .formatted(reference.getUID())));
    }
    return object;
  }

  private static void checkRunsAs(Pod pod, ServiceAccount account) {
    if (!pod.getSpec().getServiceAccountName().equals(account.getMetadata().getName())) {
      throw ApiException.of(
          new Refusal.BadRequest(
              "cannot bind token for serviceaccount %s to pod running with different serviceaccount name."
                  .formatted('"' + account.getMetadata().getName() + '"')));
    }
  }

  private void nodeOf(Pod pod, Map<String, ObjectMeta> bound) {
    var name = pod.getSpec().getNodeName();
    if (!name.isEmpty()) {
      var named = ObjectMeta.newBuilder().setName(name).build();
      bound.put(
          "node",
          lookup
              .get(Node.class, ObjectKey.clusterScoped(name))
              .map(Node::getMetadata)
              .orElse(named));
    }
  }

  private static ApiException notFound(String resource, String name) {
    return ApiException.of(new Refusal.NotFound(resource, name));
  }
}
