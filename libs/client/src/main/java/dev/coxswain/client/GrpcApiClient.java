package dev.coxswain.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.rpc.v1.CreateRequest;
import dev.coxswain.api.rpc.v1.DeleteCollectionRequest;
import dev.coxswain.api.rpc.v1.DeleteRequest;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.api.rpc.v1.GetRequest;
import dev.coxswain.api.rpc.v1.ListRequest;
import dev.coxswain.api.rpc.v1.ListSelection;
import dev.coxswain.api.rpc.v1.PatchRequest;
import dev.coxswain.api.rpc.v1.ResourcesGrpc;
import dev.coxswain.api.rpc.v1.ResourcesGrpc.ResourcesBlockingStub;
import dev.coxswain.api.rpc.v1.Target;
import dev.coxswain.api.rpc.v1.UpdateRequest;
import dev.coxswain.api.rpc.v1.WatchRequest;
import dev.coxswain.api.rpc.v1.WriteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// An apiserver over its gRPC port.
///
/// Reads are tried again while the server is away, as long as their deadline allows; writes never
/// are, because their outcome would be unknown.
public final class GrpcApiClient implements ApiClient {
  // Lists are streams: they may take longer than a single answer.
  private static final int LIST_FACTOR = 6;
  private static final int AT_ONCE_AT_MOST = 16;
  // What answers and events set off waits for nothing: it may run on the connection's thread.
  private static final Executor AT_ONCE = Runnable::run;

  private final ManagedChannel channel;
  private final ResourcesBlockingStub stub;
  private final WriteOptions writes;
  private final Duration timeout;
  private final ReadRetry retry;
  private final Reconnection reconnection;

  /// A client over a channel, which it owns from now on.
  ///
  /// @param fieldManager in whose name fields are written, such as `kubelet`
  /// @param timeout how long one call may take
  public GrpcApiClient(ManagedChannel channel, String fieldManager, Duration timeout) {
    this.channel = channel;
    this.stub = ResourcesGrpc.newBlockingStub(channel);
    this.writes = WriteOptions.newBuilder().setFieldManager(fieldManager).build();
    this.timeout = timeout;
    this.retry = new ReadRetry(timeout);
    this.reconnection = new Reconnection(channel);
  }

  /// The same client with another patience, for calls that must not take long; closing either
  /// closes both.
  public GrpcApiClient withTimeout(Duration other) {
    return new GrpcApiClient(channel, writes.getFieldManager(), other);
  }

  /// Connects, lazily, as the config says.
  ///
  /// @param target `host:port` of the gRPC port
  /// @param userAgent the program's name, which is also its field manager
  public static GrpcApiClient connect(
      RestConfig config, String target, String userAgent, Duration timeout) {
    return new GrpcApiClient(GrpcChannels.open(config, target, userAgent), userAgent, timeout);
  }

  @Override
  public Message get(ResourceType type, ObjectKey key) {
    var request = GetRequest.newBuilder().setTarget(target(type, key, "")).build();
    return open(type, retry.call(() -> call(ResourcesGrpc.getGetMethod(), request)));
  }

  @Override
  public ListResult<Message> list(ResourceType type, ListQuery query) {
    var request =
        ListRequest.newBuilder()
            .setTarget(collection(type, query))
            .setSelection(selection(query))
            .build();
    return retry.call(() -> collect(type, request));
  }

  @Override
  public Watch<Message> watch(ResourceType type, ListQuery query) {
    var request =
        WatchRequest.newBuilder()
            .setTarget(collection(type, query))
            .setSelection(selection(query))
            .setAllowBookmarks(true)
            .build();
    reconnection.hurry();
    var options = CallOptions.DEFAULT.withExecutor(AT_ONCE);
    var call = channel.newCall(ResourcesGrpc.getWatchMethod(), options);
    return GrpcWatch.start(call, request, type.kind());
  }

  @Override
  public Message create(ResourceType type, Message object) {
    return create(type, target(type, Metadata.key(object), ""), object);
  }

  @Override
  public Message update(ResourceType type, Message object, String subresource) {
    return update(type, target(type, Metadata.key(object), subresource), object);
  }

  @Override
  public Message patch(
      ResourceType type, ObjectKey key, PatchType how, byte[] patch, String subresource) {
    var request =
        PatchRequest.newBuilder()
            .setTarget(target(type, key, subresource))
            .setOptions(writes)
            .setPatchType(how.mediaType())
            .setPatch(ByteString.copyFrom(patch))
            .setForce(how == PatchType.APPLY)
            .build();
    return open(type, once(ResourcesGrpc.getPatchMethod(), request));
  }

  @Override
  public void delete(ResourceType type, ObjectKey key, DeleteOptions options) {
    var request =
        DeleteRequest.newBuilder()
            .setTarget(target(type, key, ""))
            .setOptions(options.toByteString())
            .build();
    once(ResourcesGrpc.getDeleteMethod(), request);
  }

  @Override
  public void deleteCollection(ResourceType type, ListQuery query, DeleteOptions options) {
    var request =
        DeleteCollectionRequest.newBuilder()
            .setTarget(collection(type, query))
            .setSelection(selection(query))
            .setOptions(options.toByteString())
            .build();
    once(ResourcesGrpc.getDeleteCollectionMethod(), request);
  }

  @Override
  public Message getSubresource(ResourceType parent, ObjectKey key, String subresource) {
    var request = GetRequest.newBuilder().setTarget(target(parent, key, subresource)).build();
    return open(parent, retry.call(() -> call(ResourcesGrpc.getGetMethod(), request)));
  }

  @Override
  public Message createSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    return create(parent, target(parent, key, subresource), body);
  }

  @Override
  public Message updateSubresource(
      ResourceType parent, ObjectKey key, String subresource, Message body) {
    return update(parent, target(parent, key, subresource), body);
  }

  @Override
  public <T> void forAll(List<T> items, Consumer<T> each) {
    if (items.size() <= 1) {
      items.forEach(each);
      return;
    }
    var next = new AtomicInteger();
    var failure = new AtomicReference<RuntimeException>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Math.min(AT_ONCE_AT_MOST, items.size()); i++) {
        threads.execute(() -> {
          int at = next.getAndIncrement();
          for (; at < items.size() && failure.get() == null; at = next.getAndIncrement()) {
            try {
              each.accept(items.get(at));
            } catch (RuntimeException e) {
              failure.compareAndSet(null, e);
            }
          }
        });
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private Message create(ResourceType type, Target target, Message body) {
    var request =
        CreateRequest.newBuilder()
            .setTarget(target)
            .setOptions(writes)
            .setObject(Envelopes.of(body))
            .build();
    return open(type, once(ResourcesGrpc.getCreateMethod(), request));
  }

  private Message update(ResourceType type, Target target, Message body) {
    var request =
        UpdateRequest.newBuilder()
            .setTarget(target)
            .setOptions(writes)
            .setObject(Envelopes.of(body))
            .build();
    return open(type, once(ResourcesGrpc.getUpdateMethod(), request));
  }

  private ListResult<Message> collect(ResourceType type, ListRequest request) {
    var items = new ArrayList<Message>();
    var last = dev.coxswain.api.rpc.v1.ListChunk.getDefaultInstance();
    var chunks = within(timeout.multipliedBy(LIST_FACTOR)).list(request);
    while (chunks.hasNext()) {
      last = chunks.next();
      last.getItemsList().forEach(item -> items.add(open(type, item)));
    }
    return new ListResult<>(items, last.getResourceVersion(), last.getContinue());
  }

  private <Q> Envelope once(MethodDescriptor<Q, Envelope> method, Q request) {
    try {
      return call(method, request);
    } catch (StatusRuntimeException e) {
      throw GrpcErrors.toApi(e);
    }
  }

  /// Waits for the answer, and is woken once, when all of it is there.
  private <Q> Envelope call(MethodDescriptor<Q, Envelope> method, Q request) {
    reconnection.hurry();
    var options =
        CallOptions.DEFAULT
            .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .withExecutor(AT_ONCE);
    var answer = ClientCalls.futureUnaryCall(channel.newCall(method, options), request);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw Status.CANCELLED
          .withDescription("Thread interrupted")
          .withCause(e)
          .asRuntimeException();
    }
  }

  private ResourcesBlockingStub within(Duration deadline) {
    reconnection.hurry();
    return stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Message open(ResourceType type, Envelope envelope) {
    return Envelopes.open(envelope, type.kind());
  }

  private static Target target(ResourceType type, ObjectKey key, String subresource) {
    return Target.newBuilder()
        .setGroup(type.group())
        .setVersion(type.groupVersion().version())
        .setResource(type.plural())
        .setNamespace(key.namespace())
        .setName(key.name())
        .setSubresource(subresource)
        .build();
  }

  private static Target collection(ResourceType type, ListQuery query) {
    return target(type, new ObjectKey(query.namespace(), ""), "");
  }

  private static ListSelection selection(ListQuery query) {
    return ListSelection.newBuilder()
        .setLabelSelector(query.labelSelector())
        .setFieldSelector(query.fieldSelector())
        .setResourceVersion(query.resourceVersion())
        .setResourceVersionMatch(query.resourceVersionMatch())
        .setLimit(query.limit())
        .setContinue(query.continueToken())
        .build();
  }
}
