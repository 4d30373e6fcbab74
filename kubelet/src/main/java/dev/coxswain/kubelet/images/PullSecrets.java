package dev.coxswain.kubelet.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.runtime.RegistryLogin;
import dev.coxswain.kubelet.runtime.docker.ImageNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Finds the login for an image's registry among the pull secrets of a pod.
final class PullSecrets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG_JSON = ".dockerconfigjson";
  private static final String OLD_CONFIG = ".dockercfg";

  private final ClusterObjects objects;

  PullSecrets(ClusterObjects objects) {
    this.objects = objects;
  }

  /// The first secret that fits; one that can't be read does not fit.
  Optional<RegistryLogin> login(Pod pod, String image) {
    var registry = ImageNames.registry(image);
    for (var reference : pod.getSpec().getImagePullSecretsList()) {
      var key = new ObjectKey(pod.getMetadata().getNamespace(), reference.getName());
      var login =
          objects
              .fetchSecret(key)
              .flatMap(secret -> {
                var data = secret.getDataMap();
                return data.containsKey(CONFIG_JSON)
                    ? login(data.get(CONFIG_JSON).toByteArray(), "auths", registry)
                    : data.containsKey(OLD_CONFIG)
                        ? login(data.get(OLD_CONFIG).toByteArray(), "", registry)
                        : Optional.empty();
              });
      if (login.isPresent()) {
        return login;
      }
    }
    return Optional.empty();
  }

  private static Optional<RegistryLogin> login(byte[] config, String below, String registry) {
    try {
      var tree = JSON.readTree(config);
      var auths = below.isEmpty() ? tree : tree.path(below);
      return auths.properties().stream()
          .filter(entry -> host(entry.getKey()).equals(registry))
          .map(entry -> login(entry.getValue(), registry))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String host(String server) {
    var bare = server.replaceFirst("^https?://", "");
    int slash = bare.indexOf('/');
    var host = slash < 0 ? bare : bare.substring(0, slash);
    return host.equals("index.docker.io") ? "docker.io" : host;
  }

  private static RegistryLogin login(JsonNode auth, String registry) {
    if (auth.has("username")) {
      return new RegistryLogin(
          registry, auth.path("username").asText(), auth.path("password").asText());
    }
    var pair =
        new String(Base64.getDecoder().decode(auth.path("auth").asText()), StandardCharsets.UTF_8)
            .split(":", 2);
    return new RegistryLogin(registry, pair[0], pair.length < 2 ? "" : pair[1]);
  }
}
