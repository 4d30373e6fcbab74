package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.authentication.v1.ExtraValue;
import dev.coxswain.api.options.Subresource;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.util.Optional;

/// Puts requests to admission.
final class Admissions {
  private Admissions() {}

  /// What is sent to a subresource that has a handler of its own, such as `pods/eviction`; empty if
  /// nobody knows what that is.
  static Optional<AdmissionRequest> ofSubresource(
      ApiRequest.Create create, RequestContext context, StrategyContext facts) {
    var target = create.target();
    var options = create.options();
    return kindOf(target)
        .map(kind ->
            BodyDecoder.decode(create.body(), kind, options.validation(), context.warnings()))
        .map(sent ->
            AdmissionRequest.of(
                    Operation.CREATE,
                    target.resource(),
                    target.namespace(),
                    target.name(),
                    Optional.of(sent),
                    Optional.empty(),
                    facts)
                .onSubresource(target.subresource())
                .noting(notes(context), options.dryRun()));
  }

  /// A connection to what a subresource stands for.
  static AdmissionRequest ofConnection(
      Target target, Message options, RequestContext context, StrategyContext facts) {
    return AdmissionRequest.of(
            Operation.CONNECT,
            target.resource(),
            target.namespace(),
            target.name(),
            Optional.of(options),
            Optional.empty(),
            facts)
        .onSubresource(target.subresource())
        .noting(notes(context), false);
  }

  /// What is sent to a subresource.
  static Optional<KindType> kindOf(Target target) {
    return target
        .resource()
        .subresource(target.subresource())
        .flatMap(sub -> kind(target.resource(), sub));
  }

  private static Optional<KindType> kind(ResourceType resource, Subresource subresource) {
    var version =
        subresource.getGroupVersion().isEmpty()
            ? resource.groupVersion()
            : GroupVersion.parse(subresource.getGroupVersion());
    return Scheme.kubernetes()
        .kind(new GroupVersionKind(version.group(), version.version(), subresource.getKind()));
  }

  /// Where admission leaves its remarks.
  static AdmissionRequest.Notes notes(RequestContext context) {
    return new AdmissionRequest.Notes() {
      @Override
      public void warn(String text) {
        context.warnings().accept(text);
      }

      @Override
      public void annotate(String key, String value) {
        context.auditAnnotations().accept(key, value);
      }
    };
  }

  static dev.coxswain.api.authentication.v1.UserInfo proto(UserInfo user) {
    var proto =
        dev.coxswain.api.authentication.v1.UserInfo.newBuilder()
            .setUsername(user.name())
            .setUid(user.uid())
            .addAllGroups(user.groups());
    user.extra()
        .forEach((key, values) ->
            proto.putExtra(key, ExtraValue.newBuilder().addAllItems(values).build()));
    return proto.build();
  }
}
