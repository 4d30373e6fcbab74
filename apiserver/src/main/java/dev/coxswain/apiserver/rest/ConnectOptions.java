package dev.coxswain.apiserver.rest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.NodeProxyOptions;
import dev.coxswain.api.core.v1.PodAttachOptions;
import dev.coxswain.api.core.v1.PodExecOptions;
import dev.coxswain.api.core.v1.PodPortForwardOptions;
import dev.coxswain.api.core.v1.PodProxyOptions;
import dev.coxswain.api.core.v1.ServiceProxyOptions;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.QueryParameters;
import java.util.Optional;

/// What a client asks of a connection, read from the parameters of its request.
final class ConnectOptions {
  private static final String PATH = "path";

  private ConnectOptions() {}

  /// Empty if the subresource is read rather than connected to, as logs are.
  ///
  /// @throws ApiException.BadRequest if a parameter makes no sense
  static Optional<Message> of(RequestPath path, QueryParameters query) {
    return prototype(path).map(prototype -> read(prototype, path, query));
  }

  private static Optional<Message> prototype(RequestPath path) {
    return switch (path.resource() + "/" + path.subresource()) {
      case "pods/exec" -> Optional.of(PodExecOptions.getDefaultInstance());
      case "pods/attach" -> Optional.of(PodAttachOptions.getDefaultInstance());
      case "pods/portforward" -> Optional.of(PodPortForwardOptions.getDefaultInstance());
      case "pods/proxy" -> Optional.of(PodProxyOptions.getDefaultInstance());
      case "nodes/proxy" -> Optional.of(NodeProxyOptions.getDefaultInstance());
      case "services/proxy" -> Optional.of(ServiceProxyOptions.getDefaultInstance());
      default -> Optional.empty();
    };
  }

  private static Message read(Message prototype, RequestPath path, QueryParameters query) {
    var options = prototype.newBuilderForType();
    for (var field : prototype.getDescriptorForType().getFields()) {
      if (field.getName().equals(PATH)) {
        options.setField(field, String.join("/", path.rest()));
      } else if (field.isRepeated()) {
        query.all(field.getName()).forEach(t -> options.addRepeatedField(field, value(field, t)));
      } else if (query.has(field.getName())) {
        options.setField(field, value(field, query.text(field.getName())));
      }
    }
    return options.build();
  }

  /// An element of the parameter, as Go's conversion of queries takes it.
  private static Object value(FieldDescriptor field, String text) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> !text.equalsIgnoreCase("false") && !text.equals("0");
      case INT -> number(text);
      default -> text;
    };
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      var refusal =
          ApiException.of(
              new Refusal.BadRequest(
                  "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text)));
      refusal.initCause(e);
      throw refusal;
    }
  }
}
