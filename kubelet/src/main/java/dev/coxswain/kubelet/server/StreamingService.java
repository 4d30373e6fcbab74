package dev.coxswain.kubelet.server;

import com.google.protobuf.ByteString;
import dev.coxswain.api.rpc.v1.ContainerTarget;
import dev.coxswain.api.rpc.v1.Input;
import dev.coxswain.api.rpc.v1.LogsRequest;
import dev.coxswain.api.rpc.v1.Output;
import dev.coxswain.api.rpc.v1.StreamStart;
import dev.coxswain.api.rpc.v1.StreamingGrpc;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.runtime.ContainerStreams.LogQuery;
import dev.coxswain.kubelet.runtime.ContainerStreams.Wiring;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.server.RemoteProcess.Inputs;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Logs, exec and attach over gRPC: the same as over HTTP, with typed messages.
final class StreamingService extends StreamingGrpc.StreamingImplBase {
  private final Targets targets;
  private final ContainerStreams streams;
  private final Logs logs;
  private final InstantSource clock;

  StreamingService(Targets targets, ContainerStreams streams, Logs logs, InstantSource clock) {
    this.targets = targets;
    this.streams = streams;
    this.logs = logs;
    this.clock = clock;
  }

  private interface Work {
    void run() throws Refused, IOException;
  }

  @Override
  public void logs(LogsRequest request, StreamObserver<Output> observer) {
    var client = (ServerCallStreamObserver<Output>) observer;
    var out = new GrpcOutput(client);
    Work copy =
        () -> {
          logs.copy(wanted(request), () -> out.stream(StreamingService::stdout), out::isAlive);
          client.onCompleted();
        };
    out.start("grpc-logs", () -> run(client, copy));
  }

  @Override
  public StreamObserver<Input> exec(StreamObserver<Output> observer) {
    return connect(
        "exec",
        (ServerCallStreamObserver<Output>) observer,
        start -> Optional.of(start.getCommandList()));
  }

  @Override
  public StreamObserver<Input> attach(StreamObserver<Output> observer) {
    return connect("attach", (ServerCallStreamObserver<Output>) observer, _ -> Optional.empty());
  }

  private interface Command {
    /// Empty for the process that runs already.
    Optional<List<String>> of(StreamStart start);
  }

  private StreamObserver<Input> connect(
      String name, ServerCallStreamObserver<Output> client, Command command) {
    var out = new GrpcOutput(client);
    client.disableAutoRequest();
    client.request(1);
    return new GrpcInput(
        client,
        (input, first) -> {
          Work work =
              () -> {
                serve(process(first.getStart(), command), input, out);
                client.onCompleted();
              };
          out.start("grpc-" + name, () -> run(client, work));
        });
  }

  private static void serve(RemoteProcess process, Inputs input, GrpcOutput out)
      throws IOException {
    var status =
        process.run(
            input,
            out.stream(StreamingService::stdout),
            out.stream(bytes -> Output.newBuilder().setStderr(bytes).build()));
    out.send(Output.newBuilder().setStatus(status.toByteString()).build());
  }

  private RemoteProcess process(StreamStart start, Command command) throws Refused {
    var target = target(start.getTarget());
    var container = targets.running(target.getNamespace(), target.getPod(), target.getContainer());
    var wiring =
        new Wiring(
            start.getStdin(),
            start.getStdout(),
            start.getStderr() && !start.getTty(),
            start.getTty());
    return new RemoteProcess(streams, container, command.of(start), wiring);
  }

  private static void run(ServerCallStreamObserver<Output> client, Work work) {
    try {
      work.run();
    } catch (Refused e) {
      client.onError(status(e).asRuntimeException());
    } catch (IOException | RuntimeFailure e) {
      client.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  /// The same refusal as over HTTP.
  static Status status(Refused refused) {
    var status =
        switch (refused.code()) {
          case 400 -> Status.INVALID_ARGUMENT;
          case 401 -> Status.UNAUTHENTICATED;
          case 403 -> Status.PERMISSION_DENIED;
          case 404 -> Status.NOT_FOUND;
          default -> Status.INTERNAL;
        };
    return status.withDescription(refused.getMessage());
  }

  private Logs.Wanted wanted(LogsRequest request) throws Refused {
    var target = target(request.getTarget());
    var tail =
        request.hasTailLines()
            ? OptionalInt.of(Math.clamp(request.getTailLines(), 0, Integer.MAX_VALUE))
            : OptionalInt.empty();
    return new Logs.Wanted(
        target.getNamespace(),
        target.getPod(),
        target.getContainer(),
        request.getPrevious(),
        new LogQuery(request.getFollow(), since(request), tail, request.getTimestamps()),
        request.hasLimitBytes() ? request.getLimitBytes() : Long.MAX_VALUE);
  }

  private Optional<Instant> since(LogsRequest request) throws Refused {
    if (request.hasSinceSeconds()) {
      return Optional.of(clock.instant().minusSeconds(request.getSinceSeconds()));
    }
    try {
      return request.getSinceTime().isEmpty()
          ? Optional.empty()
          : Optional.of(Times.parse(request.getSinceTime()));
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "invalid log options: " + e.getMessage());
    }
  }

  private static ContainerTarget target(ContainerTarget target) throws Refused {
    if (target.getNamespace().isEmpty() || target.getPod().isEmpty()) {
      throw new Refused(400, "wants a namespace, a pod and a container");
    }
    return target;
  }

  private static Output stdout(ByteString bytes) {
    return Output.newBuilder().setStdout(bytes).build();
  }
}
