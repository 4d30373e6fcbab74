package dev.coxswain.kubelet.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Connections to what listens inside a pod, also on its loopback address.
///
/// A socket belongs to the network namespace in which it was made, so one thread enters the pod's,
/// makes a socket and ends.
final class PodConnections {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY = 0;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      function(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle CLOSE =
      function(
          "close",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));

  private PodConnections() {}

  /// @param pid a process of the pod; 0 connects on the node
  static SocketChannel connect(int pid, int port) throws IOException, InterruptedException {
    var channel = pid == 0 ? open() : openInside(pid);
    try {
      channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new IOException("dial tcp4 127.0.0.1:" + port + ": connect: connection refused", e);
    }
  }

  private static SocketChannel openInside(int pid) throws IOException, InterruptedException {
    var opened = new CompletableFuture<SocketChannel>();
    Thread.ofPlatform()
        .name("netns-" + pid)
        .start(() -> {
          try {
            enter("/proc/" + pid + "/ns/net");
            opened.complete(open());
          } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
          }
        });
    try {
      return opened.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private static SocketChannel open() throws IOException {
    return SocketChannel.open(StandardProtocolFamily.INET);
  }

  private static void enter(String namespace) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var errno = arena.allocate(CAPTURED);
      int file = (int) OPEN.invokeExact(errno, arena.allocateFrom(namespace), O_RDONLY);
      if (file < 0) {
        throw new IOException("cannot open " + namespace + ": errno " + code(errno));
      }
      int entered = (int) SETNS.invokeExact(errno, file, CLONE_NEWNET);
      int failure = code(errno);
      int _ = (int) CLOSE.invokeExact(errno, file);
      if (entered != 0) {
        throw new IOException("cannot enter " + namespace + ": errno " + failure);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call the C library", e);
    }
  }

  private static int code(MemorySegment errno) {
    return (int) ERRNO.get(errno, 0L);
  }

  /// The JVM is started with native access enabled.
  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), type, options);
  }
}
