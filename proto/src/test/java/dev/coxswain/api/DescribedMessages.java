package dev.coxswain.api;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import dev.coxswain.api.options.GroupVersion;
import dev.coxswain.api.options.OptionsProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The messages of the API in the descriptor set that we ship, by the names that the facts use:
/// `core/v1.Pod`.
final class DescribedMessages {
  private static final Set<String> OUR_OWN = Set.of("coxswain", "coxswain.rpc.v1");

  record Described(GroupVersion groupVersion, DescriptorProto message) {
    boolean isKind() {
      return message.getOptions().getExtension(OptionsProto.kind);
    }

    Optional<dev.coxswain.api.options.Resource> resource() {
      return message.getOptions().hasExtension(OptionsProto.resource)
          ? Optional.of(message.getOptions().getExtension(OptionsProto.resource))
          : Optional.empty();
    }
  }

  private DescribedMessages() {}

  static Map<String, Described> all() {
    var messages = new LinkedHashMap<String, Described>();
    for (var file : descriptorSet().getFileList()) {
      if (file.getPackage().startsWith("coxswain") && !OUR_OWN.contains(file.getPackage())) {
        var groupVersion = file.getOptions().getExtension(OptionsProto.groupVersion);
        for (var message : file.getMessageTypeList()) {
          var name = factsPackage(file.getPackage()) + "." + message.getName();
          messages.put(name, new Described(groupVersion, message));
        }
      }
    }
    return messages;
  }

  /// `coxswain.core.v1` is `core/v1`, and `.coxswain.core.v1.Pod` is `core/v1.Pod`.
  static String typeName(String typeName) {
    int dot = typeName.lastIndexOf('.');
    return factsPackage(typeName.substring(1, dot)) + typeName.substring(dot);
  }

  private static String factsPackage(String protoPackage) {
    return protoPackage.replaceFirst("^coxswain\\.", "").replace('.', '/');
  }

  private static FileDescriptorSet descriptorSet() {
    var registry = ExtensionRegistry.newInstance();
    OptionsProto.registerAllExtensions(registry);
    try (var in = DescribedMessages.class.getResourceAsStream("/coxswain-api.desc")) {
      return FileDescriptorSet.parseFrom(in, registry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
