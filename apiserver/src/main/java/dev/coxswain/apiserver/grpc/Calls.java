package dev.coxswain.apiserver.grpc;

import dev.coxswain.api.rpc.v1.CreateRequest;
import dev.coxswain.api.rpc.v1.DeleteCollectionRequest;
import dev.coxswain.api.rpc.v1.DeleteRequest;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.api.rpc.v1.GetRequest;
import dev.coxswain.api.rpc.v1.ListRequest;
import dev.coxswain.api.rpc.v1.PatchRequest;
import dev.coxswain.api.rpc.v1.UpdateRequest;
import dev.coxswain.api.rpc.v1.WatchRequest;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.PatchType;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Translates calls into requests of the pipeline.
final class Calls {
  private final RequestPipeline pipeline;
  private final RequestLimits limits;
  private final Supervision supervision;
  private final InstantSource clock;

  Calls(
      RequestPipeline pipeline,
      RequestLimits limits,
      Supervision supervision,
      InstantSource clock) {
    this.pipeline = pipeline;
    this.limits = limits;
    this.supervision = supervision;
    this.clock = clock;
  }

  Envelope get(GetRequest call) {
    return one(new ApiRequest.Get(target(call.getTarget()), call.getResourceVersion()));
  }

  ApiResponse.Many list(ListRequest call) {
    var request =
        new ApiRequest.ListObjects(target(call.getTarget()), selection(call.getSelection()));
    return (ApiResponse.Many) handle(request);
  }

  ApiResponse.Stream watch(WatchRequest call) {
    var initial =
        call.hasSendInitialEvents()
            ? Optional.of(call.getSendInitialEvents())
            : Optional.<Boolean>empty();
    var request =
        new ApiRequest.Watch(
            target(call.getTarget()),
            selection(call.getSelection()),
            call.getAllowBookmarks(),
            initial,
            Duration.ofSeconds(call.getTimeoutSeconds()));
    return (ApiResponse.Stream) handle(request);
  }

  Envelope create(CreateRequest call) {
    var named = target(call.getTarget());
    var target =
        named.subresource().isEmpty() ? Target.of(named.resource(), named.namespace(), "") : named;
    var body = Body.of(Envelopes.open(call.getObject()));
    return one(new ApiRequest.Create(target, body, options(call.getOptions())));
  }

  Envelope update(UpdateRequest call) {
    var body = Body.of(Envelopes.open(call.getObject()));
    return one(new ApiRequest.Update(target(call.getTarget()), body, options(call.getOptions())));
  }

  Envelope patch(PatchRequest call) {
    var type =
        PatchType.of(call.getPatchType())
            .orElseThrow(() -> ApiException.of(new Refusal.UnsupportedPatchType()));
    return one(
        new ApiRequest.Patch(
            target(call.getTarget()),
            type,
            call.getPatch().toByteArray(),
            options(call.getOptions()),
            call.getForce()));
  }

  Envelope delete(DeleteRequest call) {
    return one(
        new ApiRequest.Delete(
            target(call.getTarget()), Envelopes.deleteOptions(call.getOptions())));
  }

  Envelope deleteCollection(DeleteCollectionRequest call) {
    var response =
        handle(
            new ApiRequest.DeleteCollection(
                target(call.getTarget()),
                selection(call.getSelection()),
                Envelopes.deleteOptions(call.getOptions())));
    return response instanceof ApiResponse.Many
        ? Envelopes.of(dev.coxswain.api.meta.v1.Status.newBuilder().setStatus("Success").build())
        : envelope(response);
  }

  private Envelope one(ApiRequest request) {
    return envelope(handle(request));
  }

  private static Envelope envelope(ApiResponse response) {
    return switch (response) {
      case ApiResponse.One(var object, _) -> Envelopes.of(object);
      case ApiResponse.Done(var status, _) -> Envelopes.of(status);
      case ApiResponse.Many _, ApiResponse.Stream _ ->
          throw new IllegalStateException("wants one object, got " + response);
    };
  }

  private ApiResponse handle(ApiRequest request) {
    var context =
        new RequestContext(
            Identification.USER.get(),
            Identification.USER_AGENT.get(),
            clock.instant(),
            _ -> {}); // Components have no eyes for warnings.
    return supervision.watchOver(request, () -> handle(request, context));
  }

  private ApiResponse handle(ApiRequest request, RequestContext context) {
    if (request instanceof ApiRequest.Watch) {
      return pipeline.handle(request, context);
    }
    try (var _ = limits.take(attributes(request, context))) {
      return pipeline.handle(request, context);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.of(new Refusal.ServiceUnavailable("the server is shutting down"));
    }
  }

  private static Attributes attributes(ApiRequest request, RequestContext context) {
    var target = request.target();
    return Attributes.of(
        context.user(),
        request.verb(),
        target.resource().group(),
        target.resource().groupVersion().version(),
        target.resource().plural(),
        target.subresource(),
        target.namespace(),
        target.name());
  }

  private static Target target(dev.coxswain.api.rpc.v1.Target target) {
    var resource =
        Scheme.kubernetes()
            .resource(target.getGroup(), target.getVersion(), target.getResource())
            .orElseThrow(() -> ApiException.of(new Refusal.PathNotFound()));
    var namespace = resource.namespaced() ? target.getNamespace() : "";
    return new Target(resource, namespace, target.getName(), target.getSubresource());
  }

  private static ListSelection selection(dev.coxswain.api.rpc.v1.ListSelection selection) {
    return new ListSelection(
        selection.getLabelSelector(),
        selection.getFieldSelector(),
        selection.getResourceVersion(),
        selection.getResourceVersionMatch(),
        selection.getLimit(),
        selection.getContinue());
  }

  private static WriteOptions options(dev.coxswain.api.rpc.v1.WriteOptions options) {
    var validation =
        switch (options.getFieldValidation()) {
          case "Strict" -> FieldValidation.STRICT;
          case "Ignore" -> FieldValidation.IGNORE;
          default -> FieldValidation.WARN;
        };
    return new WriteOptions(options.getDryRun(), options.getFieldManager(), validation);
  }
}
