package dev.coxswain.controllermanager.serviceaccount;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which secrets a pod uses, in whatever way. Pure.
///
/// Wherever a secret is meant, the API says `secretName`, or has a reference in a field whose name
/// tells so.
final class PodSecrets {
  private static final Set<String> REFERENCES =
      Set.of("secret", "secretRef", "secretKeyRef", "imagePullSecrets", "nodePublishSecretRef");

  private PodSecrets() {}

  static Set<String> of(Pod pod) {
    var names = new HashSet<String>();
    collect(pod.getSpec(), names);
    names.remove("");
    return names;
  }

  private static void collect(Message message, Set<String> names) {
    message
        .getAllFields()
        .forEach((field, value) -> {
          if (field.getName().equals("secretName")) {
            names.add((String) value);
          } else if (field.getJavaType() == JavaType.MESSAGE && !field.isMapField()) {
            for (var child : children(field, value)) {
              if (REFERENCES.contains(field.getName())) {
                names.add(name(child));
              }
              collect(child, names);
            }
          }
        });
  }

  private static List<Message> children(FieldDescriptor field, Object value) {
    return field.isRepeated()
        ? ((List<?>) value).stream().map(Message.class::cast).toList()
        : List.of((Message) value);
  }

  // In references with more than a name, that is one message further in.
  private static String name(Message reference) {
    for (var entry : reference.getAllFields().entrySet()) {
      if (entry.getKey().getName().equals("name")) {
        return (String) entry.getValue();
      }
      if (entry.getValue() instanceof LocalObjectReference inner) {
        return inner.getName();
      }
    }
    return "";
  }
}
