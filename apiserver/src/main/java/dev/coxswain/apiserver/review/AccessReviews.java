package dev.coxswain.apiserver.review;

import dev.coxswain.api.authorization.v1.LocalSubjectAccessReview;
import dev.coxswain.api.authorization.v1.NonResourceRule;
import dev.coxswain.api.authorization.v1.ResourceAttributes;
import dev.coxswain.api.authorization.v1.ResourceRule;
import dev.coxswain.api.authorization.v1.SelfSubjectAccessReview;
import dev.coxswain.api.authorization.v1.SelfSubjectRulesReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReview;
import dev.coxswain.api.authorization.v1.SubjectAccessReviewSpec;
import dev.coxswain.api.authorization.v1.SubjectAccessReviewStatus;
import dev.coxswain.api.authorization.v1.SubjectRulesReviewStatus;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.LinkedHashMap;
import java.util.List;

/// Whether somebody may do something, and all that somebody may do.
final class AccessReviews {
  private static final FieldPath SPEC = FieldPath.of("spec");

  private final Authorizer authorizer;

  AccessReviews(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  SubjectAccessReview subject(SubjectAccessReview review) {
    var errors = errors(review.getSpec());
    requireEmpty(review.getMetadata(), "must be empty", errors);
    refuse("SubjectAccessReview", errors);
    return review.toBuilder().setStatus(status(review.getSpec())).build();
  }

  /// @param namespace of the path, which the review must be about
  LocalSubjectAccessReview local(LocalSubjectAccessReview review, String namespace) {
    var spec = review.getSpec();
    var own = review.getMetadata().getNamespace();
    if (!own.isEmpty() && !own.equals(namespace)) {
      throw ApiException.of(
          new Refusal.BadRequest(
              "the namespace of the provided object does not match the namespace sent on the"
                  + " request"));
    }
    var errors = errors(spec);
    requireEmpty(
        review.getMetadata().toBuilder().clearNamespace().build(),
        "must be empty except for namespace",
        errors);
    if (spec.hasResourceAttributes()
        && !spec.getResourceAttributes().getNamespace().equals(namespace)) {
      errors.invalid(
          SPEC.child("resourceAttributes", "namespace"),
          spec.getResourceAttributes().getNamespace(),
          "must match metadata.namespace");
    }
    if (spec.hasNonResourceAttributes()) {
      errors.invalid(
          SPEC.child("nonResourceAttributes"),
          GoStruct.of(spec.getNonResourceAttributes()).tree(),
          "disallowed on this kind of request");
    }
    refuse("LocalSubjectAccessReview", errors);
    var answer = review.toBuilder().setStatus(status(spec));
    answer.getMetadataBuilder().setNamespace(namespace);
    return answer.build();
  }

  SelfSubjectAccessReview self(SelfSubjectAccessReview review, UserInfo user) {
    var asked = review.getSpec();
    var spec = SubjectAccessReviewSpec.newBuilder().setUser(user.name());
    if (asked.hasResourceAttributes()) {
      spec.setResourceAttributes(asked.getResourceAttributes());
    }
    if (asked.hasNonResourceAttributes()) {
      spec.setNonResourceAttributes(asked.getNonResourceAttributes());
    }
    var errors = errors(spec.build());
    requireEmpty(review.getMetadata(), "must be empty", errors);
    refuse("SelfSubjectAccessReview", errors);
    return review.toBuilder().setStatus(status(spec.build(), user)).build();
  }

  SelfSubjectRulesReview rules(SelfSubjectRulesReview review, UserInfo user) {
    if (review.getSpec().getNamespace().isEmpty()) {
      throw ApiException.of(new Refusal.BadRequest("no namespace on request"));
    }
    var status = SubjectRulesReviewStatus.newBuilder();
    var permissions = authorizer.permissions(user, review.getSpec().getNamespace());
    status.setIncomplete(permissions.incomplete()).setEvaluationError(permissions.error());
    for (var rule : permissions.rules()) {
      if (rule.getResourcesCount() > 0) {
        status.addResourceRules(
            ResourceRule.newBuilder()
                .addAllVerbs(rule.getVerbsList())
                .addAllApiGroups(rule.getApiGroupsList())
                .addAllResources(rule.getResourcesList())
                .addAllResourceNames(rule.getResourceNamesList()));
      }
      if (rule.getNonResourceURLsCount() > 0) {
        status.addNonResourceRules(
            NonResourceRule.newBuilder()
                .addAllVerbs(rule.getVerbsList())
                .addAllNonResourceURLs(rule.getNonResourceURLsList()));
      }
    }
    return review.toBuilder().setStatus(status).build();
  }

  private SubjectAccessReviewStatus status(SubjectAccessReviewSpec spec) {
    var extra = new LinkedHashMap<String, List<String>>();
    spec.getExtraMap().forEach((key, value) -> extra.put(key, value.getItemsList()));
    var user = new UserInfo(spec.getUser(), spec.getUid(), spec.getGroupsList(), extra);
    return status(spec, user);
  }

  private SubjectAccessReviewStatus status(SubjectAccessReviewSpec spec, UserInfo user) {
    var selectors = RequestedSelectors.of(spec.getResourceAttributes());
    var decision = authorizer.authorize(attributes(spec, user, selectors));
    return SubjectAccessReviewStatus.newBuilder()
        .setAllowed(decision.allowed())
        .setReason(decision.reason())
        .setEvaluationError(String.join("; ", selectors.ignored()))
        .build();
  }

  private static Attributes attributes(
      SubjectAccessReviewSpec spec, UserInfo user, RequestedSelectors selectors) {
    if (spec.hasNonResourceAttributes()) {
      var path = spec.getNonResourceAttributes();
      return Attributes.ofPath(user, path.getVerb(), path.getPath());
    }
    ResourceAttributes resource = spec.getResourceAttributes();
    return new Attributes(
        user,
        resource.getVerb(),
        resource.getGroup(),
        resource.getVersion(),
        resource.getResource(),
        resource.getSubresource(),
        resource.getNamespace(),
        resource.getName(),
        "",
        true,
        selectors.fields());
  }

  private static Problems errors(SubjectAccessReviewSpec spec) {
    var errors = new Problems();
    if (spec.hasResourceAttributes() && spec.hasNonResourceAttributes()) {
      errors.invalid(
          SPEC.child("nonResourceAttributes"),
          GoStruct.of(spec.getNonResourceAttributes()).tree(),
          "cannot be specified in combination with resourceAttributes");
    }
    if (!spec.hasResourceAttributes() && !spec.hasNonResourceAttributes()) {
      errors.invalid(
          SPEC.child("resourceAttributes"),
          "null",
          "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
    if (spec.getUser().isEmpty() && spec.getGroupsCount() == 0) {
      errors.invalid(SPEC.child("user"), "", "at least one of user or group must be specified");
    }
    RequestedSelectors.check(
        spec.getResourceAttributes(), SPEC.child("resourceAttributes"), errors);
    return errors;
  }

  /// A review is not stored, so nothing can be said about it.
  private static void requireEmpty(ObjectMeta meta, String complaint, Problems errors) {
    var said = meta.toBuilder().clearManagedFields().build();
    if (!WireCodec.equivalent(said, ObjectMeta.getDefaultInstance())) {
      errors.invalid(Problems.METADATA, said, complaint);
    }
  }

  private static void refuse(String kind, Problems errors) {
    if (!errors.isEmpty()) {
      throw ApiException.of(new Refusal.Invalid(kind + ".authorization.k8s.io", "", errors.all()));
    }
  }
}
