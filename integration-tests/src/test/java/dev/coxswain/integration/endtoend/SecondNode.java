package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A second kubelet on the machine's Docker Engine, with a name, a port and a pod network of its
/// own: to the control plane, another node.
final class SecondNode implements AutoCloseable {
  static final String NAME = "second";

  private static final String NETWORK = "coxsecond";
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final Duration READY = Duration.ofMinutes(2);
  private static final String IS_READY =
      "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}";

  private final LocalCluster cluster;
  private final Supervised kubelet;

  private SecondNode(LocalCluster cluster, Supervised kubelet) {
    this.cluster = cluster;
    this.kubelet = kubelet;
  }

  /// Starts it and waits until it is ready.
  static SecondNode join(LocalCluster cluster) throws IOException, InterruptedException {
    var address =
        cluster.kubectlOk("get", "nodes", "-o", "jsonpath={.items[0].status.addresses[0].address}");
    var made =
        cluster.run(
            List.of(
                ROOT.resolve("deploy/pki.sh").toString(),
                cluster.directory().toString(),
                "--node",
                NAME + "=" + address),
            "",
            COMMAND);
    if (made.code() != 0) {
      throw new IllegalStateException(made.all());
    }
    var node =
        new SecondNode(cluster, Supervised.start(cluster, "kubelet-2", words(cluster, address)));
    cluster.until(READY, "True"::equals, "get", "node", NAME, "-o", IS_READY);
    return node;
  }

  private static List<String> words(LocalCluster cluster, String address) {
    var folder = cluster.directory();
    return List.of(
        "kubelet",
        "--kubeconfig=" + folder.resolve("kubelet-" + NAME + ".conf"),
        "--hostname-override=" + NAME,
        "--node-ip=" + address,
        "--root-dir=" + folder.resolve("kubelet-" + NAME),
        "--cluster-dns=10.96.0.10",
        "--cluster-domain=cluster.local",
        "--tls-cert-file=" + folder.resolve("pki/kubelet-" + NAME + ".crt"),
        "--tls-private-key-file=" + folder.resolve("pki/kubelet-" + NAME + ".key"),
        "--client-ca-file=" + folder.resolve("pki/ca.crt"),
        "--pod-infra-container-image=coxswain/pause:v1",
        "--network-name=" + NETWORK,
        "--port=10350",
        "--healthz-port=0");
  }

  /// Takes the node out of the cluster with everything that ran on it.
  @Override
  public void close() throws IOException {
    try {
      kubelet.close();
      cluster.kubectlOk("delete", "node", NAME);
      var removed =
          cluster.run(
              List.of(
                  "bash",
                  "-c",
                  "docker ps -aq --filter label=dev.coxswain.node=%s | xargs -r docker rm -f -v"
                      .formatted(NAME)),
              "",
              COMMAND);
      var cleaned =
          cluster.coxswain(
              "kubelet",
              "--cleanup",
              "--network-name=" + NETWORK,
              "--kubeconfig=" + cluster.directory().resolve("kubelet-" + NAME + ".conf"));
      if (removed.code() != 0 || cleaned.code() != 0) {
        throw new IllegalStateException(removed.all() + cleaned.all());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the node leaves", e);
    }
  }
}
