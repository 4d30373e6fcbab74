package dev.coxswain.apiserver.bootstrap;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The API server as a client of itself, with every right.
final class OwnClient {
  private static final UserInfo USER = UserInfo.of("system:apiserver", "system:masters");
  private static final String AGENT = "kube-apiserver";

  private final RequestPipeline pipeline;
  private final InstantSource clock;

  OwnClient(RequestPipeline pipeline, InstantSource clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  <M extends Message> Optional<M> get(Class<M> type, String namespace, String name) {
    var resource = Scheme.kubernetes().resourceOf(type);
    try {
      var response = handle(new ApiRequest.Get(Target.of(resource, namespace, name), ""));
      return Optional.of(type.cast(((ApiResponse.One) response).object().message()));
    } catch (ApiException.NotFound _) {
      return Optional.empty();
    }
  }

  /// All objects of a kind, of every namespace.
  <M extends Message> List<M> list(Class<M> type) {
    var everywhere = Target.of(Scheme.kubernetes().resourceOf(type), "", "");
    var request =
        new ApiRequest.ListObjects(everywhere, ListSelection.all().withResourceVersion("0"));
    return ((ApiResponse.Many) handle(request))
        .items().stream().map(object -> type.cast(object.message())).toList();
  }

  /// Creates the object unless one of its name exists; whether it did.
  boolean createIfAbsent(Message object) {
    var resource = resource(object);
    var meta = Metadata.of(object);
    if (get(object.getClass(), meta.getNamespace(), meta.getName()).isPresent()) {
      return false;
    }
    try {
      handle(
          new ApiRequest.Create(
              Target.of(resource, meta.getNamespace(), ""),
              Body.of(object),
              WriteOptions.defaults()));
      return true;
    } catch (ApiException.AlreadyExists _) {
      return false;
    }
  }

  void update(Message object) {
    write(object, "");
  }

  void updateStatus(Message object) {
    write(object, "status");
  }

  /// Deletes this very object, if it is still there.
  void delete(Message object) {
    var meta = Metadata.of(object);
    var options = DeleteOptions.newBuilder();
    options.getPreconditionsBuilder().setUid(meta.getUid());
    var target = Target.of(resource(object), meta.getNamespace(), meta.getName());
    try {
      handle(new ApiRequest.Delete(target, options.build()));
    } catch (ApiException.NotFound _) {
      // As good.
    }
  }

  private void write(Message object, String subresource) {
    var meta = Metadata.of(object);
    var target = new Target(resource(object), meta.getNamespace(), meta.getName(), subresource);
    handle(new ApiRequest.Update(target, Body.of(object), WriteOptions.defaults()));
  }

  private ApiResponse handle(ApiRequest request) {
    return pipeline.handle(request, new RequestContext(USER, AGENT, clock.instant(), _ -> {}));
  }

  private static ResourceType resource(Message object) {
    return Scheme.kubernetes().resourceOf(object.getClass());
  }
}
