package dev.coxswain.kubelet.env;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EnvFromSource;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.EnvVarSource;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the environment of a container: services, then `envFrom`, then `env`; what comes later
/// wins.
public final class Environment {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final String API_SERVICE = "kubernetes";

  private final ClusterObjects objects;
  private final PodFields fields;
  private final ResourceFields resources;
  private final Pod pod;
  private final Map<ObjectKey, Optional<ConfigMap>> configMaps = new TreeMap<>();
  private final Map<ObjectKey, Optional<Secret>> secrets = new TreeMap<>();

  public Environment(ClusterObjects objects, PodFields fields, ResourceFields resources) {
    this.objects = objects;
    this.fields = fields;
    this.resources = resources;
    this.pod = fields.pod();
  }

  /// The variables of a container, in a stable order.
  ///
  /// @throws ConfigError if something that it refers to is missing
  public Map<String, String> of(Container container) throws ConfigError {
    var services = serviceVariables();
    var result = new LinkedHashMap<String, String>();
    for (var source : container.getEnvFromList()) {
      addAll(result, source);
    }
    var known = new LinkedHashMap<>(services);
    known.putAll(result);
    for (var variable : container.getEnvList()) {
      var value = value(variable, container, known);
      if (value.isPresent()) {
        known.put(variable.getName(), value.get());
        result.put(variable.getName(), value.get());
      }
    }
    services.forEach(result::putIfAbsent);
    return result;
  }

  private Map<String, String> serviceVariables() {
    var byName = new TreeMap<String, Service>();
    objects.services(DEFAULT_NAMESPACE).stream()
        .filter(service -> service.getMetadata().getName().equals(API_SERVICE))
        .forEach(service -> byName.put(API_SERVICE, service));
    if (!pod.getSpec().hasEnableServiceLinks() || pod.getSpec().getEnableServiceLinks()) {
      objects
          .services(pod.getMetadata().getNamespace())
          .forEach(service -> byName.put(service.getMetadata().getName(), service));
    }
    return ServiceVariables.of(byName.values());
  }

  private void addAll(Map<String, String> result, EnvFromSource source) throws ConfigError {
    if (source.hasConfigMapRef()) {
      var ref = source.getConfigMapRef();
      var name = ref.getLocalObjectReference().getName();
      var map = configMap(name);
      if (map.isEmpty() && !ref.getOptional()) {
        throw new ConfigError("configmap \"" + name + "\" not found");
      }
      map.ifPresent(m ->
          new TreeMap<>(m.getDataMap())
              .forEach((key, value) -> result.put(source.getPrefix() + key, value)));
    } else if (source.hasSecretRef()) {
      var ref = source.getSecretRef();
      var name = ref.getLocalObjectReference().getName();
      var secret = secret(name);
      if (secret.isEmpty() && !ref.getOptional()) {
        throw new ConfigError("secret \"" + name + "\" not found");
      }
      secret.ifPresent(s ->
          new TreeMap<>(s.getDataMap())
              .forEach((key, value) -> result.put(source.getPrefix() + key, value.toStringUtf8())));
    }
  }

  /// Empty when the source is optional and isn't there.
  private Optional<String> value(EnvVar variable, Container container, Map<String, String> known)
      throws ConfigError {
    return variable.hasValueFrom()
        ? sourced(variable.getValueFrom(), container)
        : Optional.of(Expansion.expand(variable.getValue(), known));
  }

  private Optional<String> sourced(EnvVarSource source, Container container) throws ConfigError {
    if (source.hasFieldRef()) {
      return Optional.of(fields.value(source.getFieldRef().getFieldPath()));
    }
    if (source.hasResourceFieldRef()) {
      return Optional.of(resources.value(source.getResourceFieldRef(), container.getName()));
    }
    if (source.hasConfigMapKeyRef()) {
      var ref = source.getConfigMapKeyRef();
      var name = ref.getLocalObjectReference().getName();
      return new Found(
              "configmap \"" + name + "\" not found",
              "couldn't find key " + ref.getKey() + " in ConfigMap " + key(name))
          .value(
              configMap(name).isPresent(),
              configMap(name).map(map -> map.getDataMap().get(ref.getKey())),
              ref.getOptional());
    }
    if (source.hasSecretKeyRef()) {
      var ref = source.getSecretKeyRef();
      var name = ref.getLocalObjectReference().getName();
      return new Found(
              "secret \"" + name + "\" not found",
              "couldn't find key " + ref.getKey() + " in Secret " + key(name))
          .value(
              secret(name).isPresent(),
              secret(name)
                  .map(secret -> secret.getDataMap().get(ref.getKey()))
                  .map(ByteString::toStringUtf8),
              ref.getOptional());
    }
    throw new ConfigError("the source of an environment variable is not supported");
  }

  /// What to say when an object, or a key in it, is missing.
  private record Found(String noObject, String noKey) {
    Optional<String> value(boolean object, Optional<String> value, boolean optional)
        throws ConfigError {
      if (!optional && value.isEmpty()) {
        throw new ConfigError(object ? noKey : noObject);
      }
      return value;
    }
  }

  private Optional<ConfigMap> configMap(String name) {
    return configMaps.computeIfAbsent(key(name), objects::fetchConfigMap);
  }

  private Optional<Secret> secret(String name) {
    return secrets.computeIfAbsent(key(name), objects::fetchSecret);
  }

  private ObjectKey key(String name) {
    return new ObjectKey(pod.getMetadata().getNamespace(), name);
  }

  /// As the runtime wants them.
  public static List<String> lines(Map<String, String> variables) {
    var lines = new ArrayList<String>();
    variables.forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }
}
