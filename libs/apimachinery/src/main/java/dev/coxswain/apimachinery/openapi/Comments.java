package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.apimachinery.scheme.Contract;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What the proto files say about their messages and fields.
final class Comments {
  private final Map<String, String> byName = new HashMap<>();

  private Comments() {}

  static Comments ofContract() {
    var comments = new Comments();
    Contract.descriptorSet().getFileList().forEach(comments::add);
    return comments;
  }

  String of(Descriptor message) {
    return byName.getOrDefault(message.getFullName(), "");
  }

  String of(FieldDescriptor field) {
    return byName.getOrDefault(field.getFullName(), "");
  }

  private void add(FileDescriptorProto file) {
    for (var location : file.getSourceCodeInfo().getLocationList()) {
      if (location.hasLeadingComments() && isAboutMessage(location)) {
        byName.put(name(file, location), paragraphs(location.getLeadingComments()));
      }
    }
  }

  private static boolean isAboutMessage(Location location) {
    var path = location.getPathList();
    boolean message =
        path.size() >= 2 && path.getFirst() == FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER;
    return message
        && (path.size() == 2
            || (path.size() == 4 && path.get(2) == DescriptorProto.FIELD_FIELD_NUMBER));
  }

  private static String name(FileDescriptorProto file, Location location) {
    var message = file.getMessageType(location.getPath(1));
    var name = file.getPackage() + "." + message.getName();
    return location.getPathCount() == 2
        ? name
        : name + "." + message.getField(location.getPath(3)).getName();
  }

  /// One line per paragraph, with an empty one between them.
  private static String paragraphs(String comment) {
    return Arrays.stream(comment.strip().split("\n\\s*\n"))
        .map(paragraph -> paragraph.strip().replaceAll("\\s*\n\\s*", " "))
        .collect(Collectors.joining("\n\n"));
  }
}
