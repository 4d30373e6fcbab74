package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.ListResult;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.Watch;
import java.time.Duration;
import java.util.Optional;

/// One program's calls, carried over its link to the simulated API server.
final class SimulatedApiClient implements ApiClient {
  private final SimulatedApiServer server;
  private final SimulatedClock clock;
  private final Link link;
  private final String user;
  private final WriteOptions options;

  SimulatedApiClient(SimulatedApiServer server, SimulatedClock clock, Link link, String user) {
    this.server = server;
    this.clock = clock;
    this.link = link;
    this.user = user;
    this.options = new WriteOptions(false, user, FieldValidation.WARN);
  }

  @Override
  public Message get(ResourceType type, ObjectKey key) {
    return read(new ApiRequest.Get(target(type, key, ""), ""));
  }

  @Override
  public ListResult<Message> list(ResourceType type, ListQuery query) {
    var request = new ApiRequest.ListObjects(collection(type, query), selection(query));
    return link.read(() -> {
      var page = (ApiResponse.Many) server.handle(request, user);
      return new ListResult<>(
          page.items().stream().map(StoredObject::message).toList(),
          page.resourceVersion(),
          page.continueToken());
    });
  }

  @Override
  public Watch<Message> watch(ResourceType type, ListQuery query) {
    var request =
        new ApiRequest.Watch(
            collection(type, query), selection(query), true, Optional.empty(), Duration.ZERO);
    return link.read(() -> {
      var response = (ApiResponse.Stream) server.handle(request, user);
      return link.opened(new SimulatedWatch(server, clock, type, response.stream(), link));
    });
  }

  @Override
  public Message create(ResourceType type, Message object) {
    var collection = target(type, new ObjectKey(Metadata.of(object).getNamespace(), ""), "");
    return write(new ApiRequest.Create(collection, Body.of(object), options));
  }

  @Override
  public Message update(ResourceType type, Message object, String subresource) {
    var target = target(type, Metadata.key(object), subresource);
    return write(new ApiRequest.Update(target, Body.of(object), options));
  }

  @Override
  public Message patch(
      ResourceType type, ObjectKey key, PatchType how, byte[] patch, String subresource) {
    var type2 =
        dev.coxswain.apiserver.request.PatchType.of(how.mediaType())
            .orElseThrow(() -> new IllegalArgumentException("unknown patch type " + how));
    boolean force = how == PatchType.APPLY;
    return write(
        new ApiRequest.Patch(target(type, key, subresource), type2, patch, options, force));
  }

  @Override
  public void delete(ResourceType type, ObjectKey key, DeleteOptions how) {
    write(new ApiRequest.Delete(target(type, key, ""), how));
  }

  @Override
  public void deleteCollection(ResourceType type, ListQuery query, DeleteOptions how) {
    var request = new ApiRequest.DeleteCollection(collection(type, query), selection(query), how);
    link.write(request.verb(), () -> server.handle(request, user));
  }

  @Override
  public Message getSubresource(ResourceType parent, ObjectKey key, String subresource) {
    return read(new ApiRequest.Get(target(parent, key, subresource), ""));
  }

  @Override
  public Message createSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    return write(new ApiRequest.Create(target(parent, key, subresource), Body.of(body), options));
  }

  @Override
  public Message updateSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    return write(new ApiRequest.Update(target(parent, key, subresource), Body.of(body), options));
  }

  @Override
  public void close() {
    link.closeWatches();
  }

  private Message read(ApiRequest request) {
    return link.read(() -> message(server.handle(request, user)));
  }

  private Message write(ApiRequest request) {
    return link.write(request.verb(), () -> message(server.handle(request, user)));
  }

  private static Message message(ApiResponse response) {
    return switch (response) {
      case ApiResponse.One(var object, _) -> object.message();
      case ApiResponse.Done(var status, _) -> status;
      case ApiResponse.Many _, ApiResponse.Stream _ ->
          throw new IllegalStateException("wants one object, got " + response);
    };
  }

  private static Target target(ResourceType type, ObjectKey key, String subresource) {
    return new Target(type, type.namespaced() ? key.namespace() : "", key.name(), subresource);
  }

  private static Target collection(ResourceType type, ListQuery query) {
    return target(type, new ObjectKey(query.namespace(), ""), "");
  }

  private static ListSelection selection(ListQuery query) {
    return new ListSelection(
        query.labelSelector(),
        query.fieldSelector(),
        query.resourceVersion(),
        query.resourceVersionMatch(),
        query.limit(),
        query.continueToken());
  }
}
