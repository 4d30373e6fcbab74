package dev.coxswain.apimachinery.scheme;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.Message;
import dev.coxswain.api.options.OptionsProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The compiled proto files: what the descriptor set of the proto jar lists, and the generated
/// classes that go with it.
public final class Contract {
  private static final String RESOURCE = "/coxswain-api.desc";

  private Contract() {}

  /// The files with their comments; parsed anew by each call.
  public static FileDescriptorSet descriptorSet() {
    var registry = ExtensionRegistry.newInstance();
    OptionsProto.registerAllExtensions(registry);
    try (var in = open()) {
      return FileDescriptorSet.parseFrom(in, registry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The descriptors of our own files, as the generated classes know them.
  static List<FileDescriptor> files() {
    try (var in = open()) {
      var files = new ArrayList<FileDescriptor>();
      var set = CodedInputStream.newInstance(in);
      while (set.readTag() != 0) {
        int outside = set.pushLimit(set.readRawVarint32());
        var header = header(set);
        set.popLimit(outside);
        if (header.getPackage().startsWith("coxswain.")) {
          files.add(generated(header));
        }
      }
      return List.copyOf(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message prototype(Descriptor type) {
    var name = type.getFile().getOptions().getJavaPackage() + "." + type.getName();
    return (Message) invoke(name, "getDefaultInstance");
  }

  private static InputStream open() {
    var in = OptionsProto.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IllegalStateException("wants " + RESOURCE + " in the jar of the API contract");
    }
    return in;
  }

  /// The package and options of the file that comes next; the rest is large, and we have it
  /// already.
  private static FileDescriptorProto header(CodedInputStream file) throws IOException {
    var header = FileDescriptorProto.newBuilder();
    for (int tag = file.readTag(); tag != 0; tag = file.readTag()) {
      switch (tag >>> 3) {
        case FileDescriptorProto.PACKAGE_FIELD_NUMBER -> header.setPackage(file.readString());
        case FileDescriptorProto.OPTIONS_FIELD_NUMBER ->
            header.setOptions(FileOptions.parseFrom(file.readBytes()));
        default -> file.skipField(tag);
      }
    }
    return header.build();
  }

  private static FileDescriptor generated(FileDescriptorProto file) {
    var options = file.getOptions();
    return (FileDescriptor)
        invoke(options.getJavaPackage() + "." + options.getJavaOuterClassname(), "getDescriptor");
  }

  private static Object invoke(String className, String method) {
    try {
      return Class.forName(className).getMethod(method).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("wants generated code for " + className, e);
    }
  }
}
