package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A namespace of a test's own, seen through the machine's kubectl.
final class Space implements AutoCloseable {
  private final LocalCluster cluster;
  private final String name;

  private Space(LocalCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  static Space create(LocalCluster cluster, String name) throws IOException, InterruptedException {
    cluster.kubectlOk("create", "namespace", name);
    return new Space(cluster, name);
  }

  LocalCluster cluster() {
    return cluster;
  }

  String name() {
    return name;
  }

  /// Creates or changes what the manifest says.
  void apply(String manifest) throws IOException, InterruptedException {
    var applied = cluster.kubectlWithInput(manifest, in("apply", "-f", "-"));
    if (applied.code() != 0) {
      throw new AssertionError(applied.all());
    }
  }

  LocalCluster.Result create(String manifest) throws IOException, InterruptedException {
    return cluster.kubectlWithInput(manifest, in("create", "-f", "-"));
  }

  String ok(String... words) throws IOException, InterruptedException {
    return cluster.kubectlOk(in(words));
  }

  /// A field of an object, such as `pod/web` and `.status.phase`.
  String read(String object, String path) throws IOException, InterruptedException {
    return ok("get", object, "-o", "jsonpath={" + path + "}");
  }

  /// Waits until an object's field is as wanted.
  String until(Duration atMost, String object, String path, Predicate<String> wanted)
      throws IOException, InterruptedException {
    return cluster.until(atMost, wanted, in("get", object, "-o", "jsonpath={" + path + "}"));
  }

  /// Waits until an object's field is this.
  void untilIs(Duration atMost, String object, String path, String wanted)
      throws IOException, InterruptedException {
    until(atMost, object, path, wanted::equals);
  }

  /// Waits until somebody has told such an event of the object.
  ///
  /// @return the event's message
  String untilTold(Duration atMost, String kind, String object, String reason)
      throws IOException, InterruptedException {
    var selector =
        "involvedObject.kind=%s,involvedObject.name=%s,reason=%s".formatted(kind, object, reason);
    return cluster.until(
        atMost,
        message -> !message.isEmpty(),
        in("get", "events", "--field-selector=" + selector, "-o", "jsonpath={.items[0].message}"));
  }

  /// The names of the pods with these labels, in order.
  List<String> pods(String selector) throws IOException, InterruptedException {
    return ok("get", "pods", "-l", selector, "-o", "name").lines().sorted().toList();
  }

  String[] in(String... words) {
    List<String> all = new ArrayList<>(List.of("-n", name));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.kubectlOk("delete", "namespace", name, "--timeout=90s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the namespace is deleted", e);
    }
  }
}
