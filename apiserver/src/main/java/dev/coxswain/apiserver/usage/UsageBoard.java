package dev.coxswain.apiserver.usage;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.registry.Lookup;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all nodes and their pods use. Asks every kubelet now and then; who doesn't answer isn't
/// shown until it has done so twice.
public final class UsageBoard {
  private static final Logger log = LoggerFactory.getLogger(UsageBoard.class);

  /// How kubelets are asked.
  @FunctionalInterface
  public interface Kubelets {
    /// @return what the node's kubelet has at `/metrics/resource`
    /// @throws IOException if it can't be reached
    /// @throws ApiException if it refuses
    String metrics(String node) throws IOException, InterruptedException;
  }

  private record Pair(Optional<Account> before, Account after) {}

  private final Lookup lookup;
  private final Kubelets kubelets;
  private final Map<String, Pair> accounts = new ConcurrentSkipListMap<>();

  public UsageBoard(Lookup lookup, Kubelets kubelets) {
    this.lookup = lookup;
    this.kubelets = kubelets;
  }

  /// Asks all kubelets, each for itself, and returns when all have answered or failed to.
  public void step() {
    var nodes =
        lookup.list(Node.class, "").stream().map(node -> node.getMetadata().getName()).toList();
    accounts.keySet().retainAll(nodes);
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> askers.execute(() -> ask(node)));
    }
  }

  private void ask(String node) {
    try {
      Account.of(kubelets.metrics(node))
          .ifPresentOrElse(account -> keep(node, account), () -> accounts.remove(node));
    } catch (IOException | ApiException | NumberFormatException e) {
      log.atDebug().setCause(e).addKeyValue("node", node).log("the kubelet can't be asked");
      accounts.remove(node);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep(String node, Account now) {
    accounts.compute(node, (_, pair) -> new Pair(Optional.ofNullable(pair).map(Pair::after), now));
  }

  Map<String, Usage> nodes() {
    var all = new TreeMap<String, Usage>();
    accounts.forEach((node, pair) ->
        pair.before()
            .flatMap(before -> Usage.between(before.node(), pair.after().node()))
            .ifPresent(usage -> all.put(node, usage)));
    return all;
  }

  /// The containers of each pod by their names.
  Map<ObjectKey, Map<String, Usage>> pods() {
    var all = new TreeMap<ObjectKey, Map<String, Usage>>();
    accounts
        .values()
        .forEach(pair ->
            pair.before().ifPresent(before -> all.putAll(Usage.ofPods(before, pair.after()))));
    return all;
  }
}
