package dev.coxswain.kubelet.cluster;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.VolumeProjection;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.LinkedHashSet;
import java.util.Set;

/// The config maps and secrets that a pod's volumes show.
final class VolumeReferences {
  private final String namespace;
  private final Set<Reference> found = new LinkedHashSet<>();

  private VolumeReferences(String namespace) {
    this.namespace = namespace;
  }

  record Reference(Class<? extends Message> type, ObjectKey key) {}

  /// Each once, in the order of the volumes.
  static Set<Reference> of(Pod pod) {
    var references = new VolumeReferences(pod.getMetadata().getNamespace());
    pod.getSpec().getVolumesList().forEach(volume -> references.add(volume.getVolumeSource()));
    return references.found;
  }

  private void add(VolumeSource source) {
    if (source.hasConfigMap()) {
      configMap(source.getConfigMap().getLocalObjectReference().getName());
    }
    if (source.hasSecret()) {
      secret(source.getSecret().getSecretName());
    }
    source.getProjected().getSourcesList().forEach(this::add);
  }

  private void add(VolumeProjection part) {
    if (part.hasConfigMap()) {
      configMap(part.getConfigMap().getLocalObjectReference().getName());
    }
    if (part.hasSecret()) {
      secret(part.getSecret().getLocalObjectReference().getName());
    }
  }

  private void configMap(String name) {
    found.add(new Reference(ConfigMap.class, new ObjectKey(namespace, name)));
  }

  private void secret(String name) {
    found.add(new Reference(Secret.class, new ObjectKey(namespace, name)));
  }
}
