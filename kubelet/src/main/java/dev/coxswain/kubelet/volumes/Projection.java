package dev.coxswain.kubelet.volumes;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.ConfigMapProjection;
import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.SecretProjection;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.env.PodFields;
import dev.coxswain.kubelet.env.ResourceFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Collects the files of one volume from the objects that it shows.
final class Projection {
  private static final int SECRET_MODE = 0600;

  private final ClusterObjects objects;
  private final String namespace;
  private final int defaultMode;
  private final Map<String, FileContent> files = new TreeMap<>();

  Projection(ClusterObjects objects, String namespace, int defaultMode) {
    this.objects = objects;
    this.namespace = namespace;
    this.defaultMode = defaultMode;
  }

  Map<String, FileContent> files() {
    return files;
  }

  void add(ConfigMapProjection source) throws VolumeFailure {
    var name = source.getLocalObjectReference().getName();
    var map = objects.fetchConfigMap(key(name));
    if (map.isEmpty() && !source.getOptional()) {
      throw new VolumeFailure("configmap \"" + name + "\" not found");
    }
    var content = content(map.orElse(ConfigMap.getDefaultInstance()));
    addKeys(content, source.getItemsList(), source.getOptional(), "config");
  }

  void add(SecretProjection source) throws VolumeFailure {
    var name = source.getLocalObjectReference().getName();
    var secret = objects.fetchSecret(key(name));
    if (secret.isEmpty() && !source.getOptional()) {
      throw new VolumeFailure("secret \"" + name + "\" not found");
    }
    Map<String, ByteString> content = new TreeMap<>();
    secret.ifPresent(s -> content.putAll(s.getDataMap()));
    addKeys(content, source.getItemsList(), source.getOptional(), "secret");
  }

  void add(List<DownwardAPIVolumeFile> items, PodFields fields, ResourceFields resources)
      throws VolumeFailure {
    for (var item : items) {
      try {
        var value =
            item.hasFieldRef()
                ? fields.value(item.getFieldRef().getFieldPath())
                : resources.value(
                    item.getResourceFieldRef(), item.getResourceFieldRef().getContainerName());
        put(
            item.getPath(),
            value.getBytes(StandardCharsets.UTF_8),
            item.hasMode() ? item.getMode() : defaultMode);
      } catch (ConfigError e) {
        throw new VolumeFailure(e.getMessage(), e);
      }
    }
  }

  /// Only its owner may read a token, or the pod's group.
  ///
  /// @param owner who all of the pod's containers run as
  /// @param grouped whether the volume is given to a group
  void addToken(String path, String token, OptionalInt owner, boolean grouped) {
    boolean closed = owner.isPresent() || grouped;
    var bytes = token.getBytes(StandardCharsets.UTF_8);
    files.put(path, new FileContent(bytes, closed ? SECRET_MODE : defaultMode, owner));
  }

  private void addKeys(
      Map<String, ByteString> content, List<KeyToPath> items, boolean optional, String what)
      throws VolumeFailure {
    if (items.isEmpty()) {
      content.forEach((key, value) -> put(key, value.toByteArray(), defaultMode));
      return;
    }
    for (var item : items) {
      var value = content.get(item.getKey());
      if (value != null) {
        put(item.getPath(), value.toByteArray(), item.hasMode() ? item.getMode() : defaultMode);
      } else if (!optional) {
        throw new VolumeFailure("references non-existent " + what + " key: " + item.getKey());
      }
    }
  }

  private static Map<String, ByteString> content(ConfigMap map) {
    var content = new TreeMap<String, ByteString>(map.getBinaryDataMap());
    map.getDataMap().forEach((key, value) -> content.put(key, ByteString.copyFromUtf8(value)));
    return content;
  }

  private void put(String path, byte[] bytes, int mode) {
    files.put(path, new FileContent(bytes, mode, OptionalInt.empty()));
  }

  private ObjectKey key(String name) {
    return new ObjectKey(namespace, name);
  }
}
