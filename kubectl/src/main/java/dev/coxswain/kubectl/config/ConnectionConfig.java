package dev.coxswain.kubectl.config;

import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.RestConfig;
import dev.coxswain.kubectl.rest.Connection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the kubeconfig as upstream does: the flag, `$KUBECONFIG` (the first file that exists),
/// `~/.kube/config`, then the service account of the pod that we run in.
public final class ConnectionConfig {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final URI NOWHERE = URI.create("http://localhost:8080");

  private ConnectionConfig() {}

  /// The connection; every argument may be null and then counts for nothing.
  public static Connection load(Path file, String context, String server, String token, String as)
      throws IOException {
    RestConfig config = restConfig(file, context);
    return new Connection(
        server == null ? config.server() : URI.create(server),
        TlsContext.of(config),
        Optional.ofNullable(token).or(config::token),
        config.namespace(),
        Optional.ofNullable(as));
  }

  private static RestConfig restConfig(Path file, String context) throws IOException {
    var kubeconfig = file == null ? findFile() : Optional.of(file);
    if (kubeconfig.isPresent()) {
      var loaded = Kubeconfig.load(kubeconfig.get());
      return context == null ? loaded.config() : loaded.config(context);
    }
    return Files.exists(SERVICE_ACCOUNT.resolve("token")) ? inCluster() : nowhere();
  }

  static Optional<Path> findFile() {
    String variable = System.getenv("KUBECONFIG");
    Stream<Path> candidates =
        variable != null && !variable.isEmpty()
            ? Stream.of(variable.split(":", -1)).filter(name -> !name.isEmpty()).map(Path::of)
            : Stream.of(Path.of(System.getProperty("user.home"), ".kube", "config"));
    return candidates.filter(Files::exists).findFirst();
  }

  private static RestConfig inCluster() throws IOException {
    return new RestConfig(
        URI.create(
            "https://%s:%s"
                .formatted(
                    System.getenv("KUBERNETES_SERVICE_HOST"),
                    System.getenv("KUBERNETES_SERVICE_PORT"))),
        Optional.of(new RestConfig.Pem(Files.readString(SERVICE_ACCOUNT.resolve("ca.crt")))),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.of(Files.readString(SERVICE_ACCOUNT.resolve("token")).strip()),
        Files.readString(SERVICE_ACCOUNT.resolve("namespace")).strip());
  }

  private static RestConfig nowhere() {
    return new RestConfig(
        NOWHERE,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        "default");
  }
}
