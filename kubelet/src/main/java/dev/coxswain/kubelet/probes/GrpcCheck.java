package dev.coxswain.kubelet.probes;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.coxswain.apimachinery.time.Times;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Asks a container through the gRPC health checking protocol, whose two messages are one field
/// each.
final class GrpcCheck {
  private static final int SERVING = 1;
  private static final MethodDescriptor<String, Integer> CHECK =
      MethodDescriptor.<String, Integer>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("grpc.health.v1.Health/Check")
          .setRequestMarshaller(new ServiceName())
          .setResponseMarshaller(new ServingStatus())
          .build();

  private GrpcCheck() {}

  static Answer check(String host, int port, String service, Duration timeout)
      throws InterruptedException {
    var channel =
        Grpc.newChannelBuilderForAddress(host, port, InsecureChannelCredentials.create()).build();
    try {
      int status =
          ClientCalls.blockingUnaryCall(
              channel,
              CHECK,
              CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS),
              service);
      return status == SERVING
          ? Answer.good("service healthy")
          : Answer.bad("service unhealthy (responded with \"" + word(status) + "\")");
    } catch (StatusRuntimeException e) {
      return Answer.bad(words(e, host + ":" + port, timeout));
    } finally {
      close(channel);
    }
  }

  private static String words(StatusRuntimeException e, String address, Duration timeout) {
    return switch (e.getStatus().getCode()) {
      case UNIMPLEMENTED ->
          "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
              + e.getStatus().getDescription();
      case DEADLINE_EXCEEDED ->
          "timeout: health rpc did not complete within " + Times.formatGoDuration(timeout);
      case UNAVAILABLE ->
          "timeout: failed to connect service \"%s\" within %s: context deadline exceeded"
              .formatted(address, Times.formatGoDuration(timeout));
      default -> "error: health rpc probe failed: " + e.getMessage();
    };
  }

  private static String word(int status) {
    return switch (status) {
      case 2 -> "NOT_SERVING";
      case 3 -> "SERVICE_UNKNOWN";
      default -> "UNKNOWN";
    };
  }

  private static void close(ManagedChannel channel) throws InterruptedException {
    channel.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
  }

  private static final class ServiceName implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String service) {
      var bytes = new ByteArrayOutputStream();
      try {
        var out = CodedOutputStream.newInstance(bytes);
        out.writeString(1, service);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public String parse(InputStream stream) {
      throw new UnsupportedOperationException("we only ask");
    }
  }

  private static final class ServingStatus implements MethodDescriptor.Marshaller<Integer> {
    @Override
    public InputStream stream(Integer status) {
      throw new UnsupportedOperationException("we only ask");
    }

    @Override
    public Integer parse(InputStream stream) {
      try {
        var in = CodedInputStream.newInstance(stream);
        int status = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          if (tag >>> 3 == 1) {
            status = in.readEnum();
          } else {
            in.skipField(tag);
          }
        }
        return status;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
