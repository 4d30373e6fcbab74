package dev.coxswain.apiserver.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The whole pipeline in memory, with a clock that stands still, and short ways to ask it.
public final class PipelineFixture {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final String NAMESPACE = "default";

  public final Storage storage;
  public final ClusterCache cache;
  public final RequestPipeline pipeline;
  public final List<String> warnings = new ArrayList<>();
  private Instant now = NOW;

  public PipelineFixture() {
    this(new InMemoryStorage());
  }

  /// On a store that others may use as well.
  public PipelineFixture(Storage storage) {
    this(storage, AdmissionChain.none());
  }

  PipelineFixture(Storage storage, AdmissionChain admission) {
    InstantSource clock = () -> now;
    this.storage = storage;
    cache = ClusterCache.inline(storage, clock);
    pipeline =
        RequestPipeline.builder()
            .storage(storage, cache)
            .strategies(Catalog.strategies())
            .admission(admission)
            .authorizer(_ -> Decision.allow(""))
            .clock(clock)
            .random(new Random(1))
            .build();
  }

  public void advance(Duration time) {
    now = now.plus(time);
  }

  public static ResourceType resource(String apiVersion, String plural) {
    var version = GroupVersion.parse(apiVersion);
    return Scheme.kubernetes().resource(version.group(), version.version(), plural).orElseThrow();
  }

  public static Target target(String apiVersion, String plural, String name) {
    var resource = resource(apiVersion, plural);
    return Target.of(resource, resource.namespaced() ? NAMESPACE : "", name);
  }

  static Target configMap(String name) {
    return target("v1", "configmaps", name);
  }

  public ApiResponse handle(ApiRequest request) {
    var context =
        new RequestContext(UserInfo.of("admin", "system:masters"), "test/1.0", now, warnings::add);
    return pipeline.handle(request, context);
  }

  public StoredObject get(Target target) {
    return one(handle(new ApiRequest.Get(target, "")));
  }

  public StoredObject create(Target target, String json) {
    return create(target, json, FieldValidation.WARN);
  }

  public StoredObject create(Target target, String json, FieldValidation validation) {
    var collection = Target.of(target.resource(), target.namespace(), "");
    var options = new WriteOptions(false, "", validation);
    return one(handle(new ApiRequest.Create(collection, body(json), options)));
  }

  public StoredObject update(Target target, String json) {
    return one(handle(new ApiRequest.Update(target, body(json), WriteOptions.defaults())));
  }

  public StoredObject update(Target target, Message object) {
    return one(handle(new ApiRequest.Update(target, Body.of(object), WriteOptions.defaults())));
  }

  public StoredObject patch(Target target, PatchType type, String patch) {
    var options = new WriteOptions(false, "tester", FieldValidation.WARN);
    return one(handle(new ApiRequest.Patch(target, type, patch.getBytes(UTF_8), options, false)));
  }

  public ApiResponse delete(Target target, DeleteOptions options) {
    return handle(new ApiRequest.Delete(target, options));
  }

  public ApiResponse.Many list(Target target, ListSelection selection) {
    return (ApiResponse.Many) handle(new ApiRequest.ListObjects(target, selection));
  }

  public ApiResponse.Stream watch(
      Target target, ListSelection selection, Optional<Boolean> initial) {
    return (ApiResponse.Stream)
        handle(new ApiRequest.Watch(target, selection, true, initial, Duration.ofMinutes(10)));
  }

  static StoredObject one(ApiResponse response) {
    return ((ApiResponse.One) response).object();
  }

  static Body body(String json) {
    return Body.of(MediaType.JSON, json.getBytes(UTF_8));
  }
}
