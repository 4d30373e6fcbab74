package dev.coxswain.client.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Binding;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.patch.JsonPatch;
import dev.coxswain.apimachinery.patch.MergePatch;
import dev.coxswain.apimachinery.patch.StrategicMergePatch;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.ListResult;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.Watch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An apiserver in memory. Every call is atomic.
///
/// Of the patches it knows all but apply; of the subresources `status`, `finalize`, `binding` and
/// `eviction`.
public final class FakeApiClient implements ApiClient {
  /// A call that changed something, such as `create pods default/web-1`.
  public record Call(String verb, String resource, ObjectKey key, String subresource) {
    @Override
    public String toString() {
      var what = subresource.isEmpty() ? resource : resource + "/" + subresource;
      return verb + " " + what + " " + key;
    }
  }

  private final FakeStore store = new FakeStore();
  private final InstantSource clock;
  private final List<Call> writes = new ArrayList<>();
  private Optional<ApiException> outage = Optional.empty();
  private int names;
  private int uids;

  public FakeApiClient(InstantSource clock) {
    this.clock = clock;
  }

  /// What was written so far, in order.
  public synchronized List<Call> writes() {
    return List.copyOf(writes);
  }

  public synchronized void forgetWrites() {
    writes.clear();
  }

  /// From now on every call fails and every watch is broken, until [#recover].
  public synchronized void failWith(Refusal refusal) {
    outage = Optional.of(ApiException.of(refusal));
    store.endWatches(outage);
  }

  public synchronized void recover() {
    outage = Optional.empty();
  }

  /// Ends all watches as servers do from time to time.
  public synchronized void endWatches() {
    store.endWatches(Optional.empty());
  }

  /// Forgets all history: watches from older versions are refused as expired.
  public synchronized void compact() {
    store.compact();
  }

  @Override
  public synchronized Message get(ResourceType type, ObjectKey key) {
    available();
    return existing(type, key);
  }

  @Override
  public synchronized ListResult<Message> list(ResourceType type, ListQuery query) {
    available();
    return new ListResult<>(store.list(type, Selection.of(query)), store.version(), "");
  }

  @Override
  public synchronized Watch<Message> watch(ResourceType type, ListQuery query) {
    available();
    return store.watch(type, query.resourceVersion(), Selection.of(query));
  }

  @Override
  public synchronized Message create(ResourceType type, Message object) {
    available();
    var created = Metadata.edit(object, this::complete);
    var key = Metadata.key(created);
    if (store.find(type, key).isPresent()) {
      throw ApiException.of(new Refusal.AlreadyExists(type.groupResource(), key.name()));
    }
    written("create", type, key, "");
    return store.put(type, created);
  }

  @Override
  public synchronized Message update(ResourceType type, Message object, String subresource) {
    available();
    var key = Metadata.key(object);
    var current = existing(type, key);
    checkVersion(type, object, current);
    written("update", type, key, subresource);
    return replace(type, current, merged(type, object, current, subresource));
  }

  @Override
  public synchronized Message patch(
      ResourceType type, ObjectKey key, PatchType how, byte[] patch, String subresource) {
    available();
    var current = existing(type, key);
    var tree = patched(type, JsonCodec.toTree(current), how, patch);
    var patched = JsonCodec.read(tree, type.kind(), FieldValidation.STRICT).object();
    checkVersion(type, patched, current);
    written("patch", type, key, subresource);
    return replace(type, current, merged(type, patched, current, subresource));
  }

  @Override
  public synchronized void delete(ResourceType type, ObjectKey key, DeleteOptions options) {
    available();
    var current = existing(type, key);
    var uid = Metadata.of(current).getUid();
    if (options.getPreconditions().hasUid() && !options.getPreconditions().getUid().equals(uid)) {
      throw ApiException.of(
          new Refusal.Conflict(
              type.groupResource(), key.name(), "the UID in the precondition differs"));
    }
    written("delete", type, key, "");
    remove(type, current, options);
  }

  @Override
  public synchronized void deleteCollection(
      ResourceType type, ListQuery query, DeleteOptions options) {
    available();
    for (var object : store.list(type, Selection.of(query))) {
      written("delete", type, Metadata.key(object), "");
      remove(type, object, options);
    }
  }

  @Override
  public Message getSubresource(ResourceType parent, ObjectKey key, String subresource) {
    throw new UnsupportedOperationException("the fake knows no " + subresource);
  }

  @Override
  public synchronized Message createSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    available();
    written("create", parent, key, subresource);
    var current = existing(parent, key);
    switch (subresource) {
      case "binding" -> store.put(parent, bound((Pod) current, (Binding) body));
      case "eviction" -> remove(parent, current, DeleteOptions.getDefaultInstance());
      default -> throw new UnsupportedOperationException("the fake knows no " + subresource);
    }
    return Status.newBuilder().setStatus("Success").setCode(201).build();
  }

  @Override
  public synchronized Message updateSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    return update(parent, body, subresource);
  }

  @Override
  public synchronized void close() {
    store.endWatches(Optional.empty());
  }

  private void available() {
    outage.ifPresent(e -> {
      throw ApiException.of(e.status());
    });
  }

  private void complete(ObjectMeta.Builder metadata) {
    if (metadata.getName().isEmpty()) {
      metadata.setName(metadata.getGenerateName() + "%05d".formatted(++names));
    }
    if (metadata.getUid().isEmpty()) {
      metadata.setUid("00000000-0000-0000-0000-%012d".formatted(++uids));
    }
    if (!metadata.hasCreationTimestamp()) {
      metadata.setCreationTimestamp(Times.of(clock.instant()));
    }
  }

  private Message existing(ResourceType type, ObjectKey key) {
    return store
        .find(type, key)
        .orElseThrow(() -> ApiException.of(new Refusal.NotFound(type.groupResource(), key.name())));
  }

  private static void checkVersion(ResourceType type, Message object, Message current) {
    var wanted = Metadata.of(object).getResourceVersion();
    if (!wanted.isEmpty() && !wanted.equals(Metadata.of(current).getResourceVersion())) {
      var name = Metadata.key(object).name();
      throw ApiException.of(Refusal.Conflict.modified(type.groupResource(), name));
    }
  }

  /// What a write makes of the object: a status belongs to its subresource, the spec does not, and
  /// metadata may be written with either.
  private static Message merged(
      ResourceType type, Message object, Message current, String subresource) {
    var status = object.getDescriptorForType().findFieldByName("status");
    if (status == null || type.subresource("status").isEmpty()) {
      return object;
    }
    return subresource.equals("status")
        ? Metadata.with(
            current.toBuilder().setField(status, object.getField(status)).build(),
            Metadata.of(object))
        : object.toBuilder().setField(status, current.getField(status)).build();
  }

  private Message replace(ResourceType type, Message current, Message object) {
    var before = Metadata.of(current);
    var kept =
        Metadata.edit(
            object,
            m -> {
              m.setUid(before.getUid()).setCreationTimestamp(before.getCreationTimestamp());
              if (before.hasDeletionTimestamp()) {
                m.setDeletionTimestamp(before.getDeletionTimestamp());
              }
              m.setResourceVersion(before.getResourceVersion());
            });
    var metadata = Metadata.of(kept);
    if (metadata.hasDeletionTimestamp() && metadata.getFinalizersCount() == 0) {
      store.remove(type, Metadata.key(kept));
      return kept;
    }
    return kept.equals(current) ? current : store.put(type, kept);
  }

  private void remove(ResourceType type, Message current, DeleteOptions options) {
    var finalizers = new ArrayList<>(Metadata.of(current).getFinalizersList());
    switch (options.getPropagationPolicy()) {
      case "Foreground" -> finalizers.add("foregroundDeletion");
      case "Orphan" -> finalizers.add("orphan");
      default -> {}
    }
    if (finalizers.isEmpty()) {
      store.remove(type, Metadata.key(current));
    } else if (!Metadata.of(current).hasDeletionTimestamp()) {
      var now = Times.of(clock.instant());
      store.put(
          type,
          Metadata.edit(
              current,
              m ->
                  m.setDeletionTimestamp(now)
                      .setDeletionGracePeriodSeconds(0)
                      .clearFinalizers()
                      .addAllFinalizers(finalizers.stream().distinct().toList())));
    }
  }

  private Pod bound(Pod pod, Binding binding) {
    if (!pod.getSpec().getNodeName().isEmpty()) {
      throw ApiException.of(
          new Refusal.Conflict(
              "pods/binding",
              pod.getMetadata().getName(),
              "pod %s is already assigned to node \"%s\""
                  .formatted(pod.getMetadata().getName(), pod.getSpec().getNodeName())));
    }
    var others =
        pod.getStatus().getConditionsList().stream()
            .filter(c -> !c.getType().equals("PodScheduled"))
            .toList();
    var scheduled =
        PodCondition.newBuilder()
            .setType("PodScheduled")
            .setStatus("True")
            .setLastTransitionTime(Times.of(clock.instant()));
    return pod.toBuilder()
        .setSpec(pod.getSpec().toBuilder().setNodeName(binding.getTarget().getName()))
        .setStatus(
            pod.getStatus().toBuilder()
                .clearConditions()
                .addAllConditions(others)
                .addConditions(scheduled))
        .build();
  }

  private static JsonNode patched(ResourceType type, JsonNode tree, PatchType how, byte[] patch) {
    return switch (how) {
      case JSON -> JsonPatch.apply(tree, patch);
      case MERGE -> MergePatch.apply(tree, patch);
      case STRATEGIC ->
          StrategicMergePatch.apply((ObjectNode) tree, patch, Schemas.of(type.kind().descriptor()));
      case APPLY -> throw new UnsupportedOperationException("the fake knows no server-side apply");
    };
  }

  private void written(String verb, ResourceType type, ObjectKey key, String subresource) {
    writes.add(new Call(verb, type.groupResource(), key, subresource));
  }
}
