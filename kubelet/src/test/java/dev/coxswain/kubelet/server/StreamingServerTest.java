package dev.coxswain.kubelet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.rpc.v1.ContainerTarget;
import dev.coxswain.api.rpc.v1.Input;
import dev.coxswain.api.rpc.v1.LogsRequest;
import dev.coxswain.api.rpc.v1.Output;
import dev.coxswain.api.rpc.v1.StreamStart;
import dev.coxswain.api.rpc.v1.StreamingGrpc;
import dev.coxswain.api.rpc.v1.TerminalSize;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.component.TlsMaterial;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.access.Access;
import dev.coxswain.kubelet.access.AccessRules;
import dev.coxswain.kubelet.access.AccessRules.Authorization;
import dev.coxswain.kubelet.access.KnownRights;
import dev.coxswain.kubelet.runtime.FakeRuntime;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.Specs;
import dev.coxswain.kubelet.stats.NodeUsage;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gRPC client at the kubelet's streaming port, with the certificates that `deploy/` makes.
@Timeout(60)
class StreamingServerTest {
  private static final NodeUsage NOTHING_USED =
      new NodeUsage(
          "node",
          Instant.EPOCH,
          new NodeUsage.Amounts(0, 0),
          0,
          new NodeUsage.Disk(0, 0),
          List.of());

  private static final ContainerTarget TARGET =
      ContainerTarget.newBuilder().setNamespace("default").setPod("web").setContainer("a").build();

  @TempDir static Path folder;

  private static StreamingServer server;
  private static ManagedChannel apiServer;

  @BeforeAll
  static void listen() throws Exception {
    var made =
        new ProcessBuilder("../deploy/pki.sh", folder.toString(), "--node", "node=127.0.0.1")
            .redirectErrorStream(true)
            .start();
    var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    var runtime =
        new FakeRuntime(InstantSource.system())
            .withImage("pause")
            .withImage("app")
            .withStreams(new EchoStreams());
    start(runtime);
    server =
        new StreamingServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            TlsMaterial.ofFiles(
                pki("kubelet-node.crt"), pki("kubelet-node.key"), Optional.of(pki("ca.crt"))),
            access(),
            new Endpoints(
                new OnePod(), runtime, () -> "", () -> NOTHING_USED, InstantSource.system()));
    apiServer = channel(pki("apiserver-kubelet-client.crt"), pki("apiserver-kubelet-client.key"));
  }

  /// The API server may read and run, the controller manager may only read.
  private static Access access() {
    var ttl = Duration.ofMinutes(1);
    return new Access(
        new KnownRights()
            .withRight("kube-apiserver-kubelet-client", "get nodes/proxy")
            .withRight("kube-apiserver-kubelet-client", "create nodes/proxy")
            .withRight("system:kube-controller-manager", "get nodes/proxy"),
        new AccessRules(false, true, ttl, Authorization.WEBHOOK, ttl, ttl),
        "node",
        InstantSource.system());
  }

  /// One container in one sandbox, as a worker would make them.
  private static void start(FakeRuntime runtime) {
    var pod = PodId.of(Pods.pod("Always", "a"));
    var sandbox = runtime.startSandbox(Specs.sandbox(pod, 0, "pause"));
    runtime.startContainer(runtime.createContainer(Specs.container(pod, "a", 0, "app", sandbox)));
  }

  @AfterAll
  static void close() {
    apiServer.shutdownNow();
    server.close();
  }

  @Test
  void logsAreCut() {
    var wanted =
        LogsRequest.newBuilder().setTarget(TARGET).setTailLines(2).setLimitBytes(10).build();
    assertThat(text(StreamingGrpc.newBlockingStub(apiServer).logs(wanted)))
        .isEqualTo("line 0\nlin");
  }

  @Test
  void aCommandHearsAndSaysHowItEnded() throws Exception {
    var collected = new Collected();
    var input = StreamingGrpc.newStub(apiServer).exec(collected);
    input.onNext(start(StreamStart.newBuilder().addCommand("echo").addCommand("x")));
    input.onNext(Input.newBuilder().setStdin(ByteString.copyFromUtf8("hello ")).build());
    input.onNext(
        Input.newBuilder().setResize(TerminalSize.newBuilder().setWidth(80).setHeight(24)).build());
    input.onNext(Input.newBuilder().setStdinClosed(true).build());

    var all = collected.all.get(10, TimeUnit.SECONDS);

    assertThat(text(all.iterator())).isEqualTo("hello 80x24");
    assertThat(all.getFirst().getStderr().toStringUtf8()).isEqualTo("echo x");
    var status = Status.parseFrom(all.getLast().getStatus());
    assertThat(status.getReason()).isEqualTo("NonZeroExitCode");
    assertThat(status.getDetails().getCauses(0).getMessage()).isEqualTo("3");
  }

  @Test
  void attachingEndsWithTheInput() throws Exception {
    var collected = new Collected();
    var input = StreamingGrpc.newStub(apiServer).attach(collected);
    input.onNext(start(StreamStart.newBuilder()));
    input.onNext(Input.newBuilder().setStdin(ByteString.copyFromUtf8("hi")).build());
    input.onCompleted();

    var all = collected.all.get(10, TimeUnit.SECONDS);

    assertThat(text(all.iterator())).isEqualTo("hi");
    assertThat(Status.parseFrom(all.getLast().getStatus()).getStatus()).isEqualTo("Success");
  }

  @Test
  void whatIsNotThereIsTold() {
    var wanted = LogsRequest.newBuilder().setTarget(TARGET.toBuilder().setPod("other")).build();
    assertThat(code(apiServer, wanted)).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void onlyThoseWithRightsAreLetIn() throws IOException {
    var wanted = LogsRequest.newBuilder().setTarget(TARGET).build();
    var scheduler = channel(pki("clients/scheduler.crt"), pki("clients/scheduler.key"));
    var nobody =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.port(),
                TlsChannelCredentials.newBuilder().trustManager(pki("ca.crt").toFile()).build())
            .build();
    try {
      assertThat(code(nobody, wanted)).isEqualTo(Code.UNAUTHENTICATED);
      assertThat(code(scheduler, wanted)).isEqualTo(Code.PERMISSION_DENIED);
    } finally {
      scheduler.shutdownNow();
      nobody.shutdownNow();
    }
  }

  @Test
  void readingIsNotRunning() throws Exception {
    var reader =
        channel(pki("clients/controller-manager.crt"), pki("clients/controller-manager.key"));
    try {
      var wanted = LogsRequest.newBuilder().setTarget(TARGET).setTailLines(1).build();
      assertThat(text(StreamingGrpc.newBlockingStub(reader).logs(wanted))).isNotEmpty();
      var collected = new Collected();
      StreamingGrpc.newStub(reader).exec(collected);
      assertThatThrownBy(() -> collected.all.get(10, TimeUnit.SECONDS))
          .hasMessageContaining(
              "Forbidden (user=system:kube-controller-manager, verb=create, resource=nodes,"
                  + " subresource(s)=[proxy])");
    } finally {
      reader.shutdownNow();
    }
  }

  private static Code code(ManagedChannel channel, LogsRequest wanted) {
    var logs = StreamingGrpc.newBlockingStub(channel).logs(wanted);
    var refused = new ArrayList<Code>();
    assertThatThrownBy(logs::next)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, e -> refused.add(e.getStatus().getCode()));
    return refused.getFirst();
  }

  private static Input start(StreamStart.Builder start) {
    return Input.newBuilder()
        .setStart(start.setTarget(TARGET).setStdin(true).setStdout(true).setStderr(true))
        .build();
  }

  private static String text(Iterator<Output> outputs) {
    var text = new StringBuilder();
    outputs.forEachRemaining(output -> text.append(output.getStdout().toStringUtf8()));
    return text.toString();
  }

  private static ManagedChannel channel(Path certificate, Path key) throws IOException {
    return Grpc.newChannelBuilderForAddress(
            "127.0.0.1",
            server.port(),
            TlsChannelCredentials.newBuilder()
                .keyManager(certificate.toFile(), key.toFile())
                .trustManager(pki("ca.crt").toFile())
                .build())
        .build();
  }

  private static Path pki(String name) {
    return folder.resolve("pki").resolve(name);
  }

  private static final class Collected implements StreamObserver<Output> {
    private final List<Output> outputs = new ArrayList<>();
    private final CompletableFuture<List<Output>> all = new CompletableFuture<>();

    @Override
    public void onNext(Output output) {
      outputs.add(output);
    }

    @Override
    public void onError(Throwable cause) {
      all.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      all.complete(outputs);
    }
  }

  private static final class OnePod implements NodePods {
    @Override
    public Optional<Pod> find(ObjectKey key) {
      return key.name().equals("web") ? Optional.of(Pods.pod("Always", "a")) : Optional.empty();
    }

    @Override
    public List<Pod> all() {
      return List.of(Pods.pod("Always", "a"));
    }
  }
}
