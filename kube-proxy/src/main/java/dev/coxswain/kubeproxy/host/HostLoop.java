package dev.coxswain.kubeproxy.host;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.client.Lister;
import dev.coxswain.kubeproxy.command.Commands;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this host's routes and load balancer addresses as the nodes' annotations ask for, and puts
/// back what somebody removed.
///
/// A host that can't reach the API server keeps what it has: the cluster's network outlives its
/// control plane.
public final class HostLoop {
  private static final Logger log = LoggerFactory.getLogger(HostLoop.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String nodeName;
  private final String podCidr;
  private final Lister<Node> nodes;
  private final KernelRoutes routes;
  private final KernelAddresses addresses;
  private final Semaphore changed = new Semaphore(0);

  /// @param nodeName the node of this host
  /// @param podCidr the addresses of all pods; empty for no routes
  /// @param commands how the kernel is told
  public HostLoop(String nodeName, String podCidr, Lister<Node> nodes, Commands commands) {
    this.nodeName = nodeName;
    this.podCidr = podCidr;
    this.nodes = nodes;
    this.routes = new KernelRoutes(commands);
    this.addresses = new KernelAddresses(commands);
  }

  /// A node changed; may be called from any thread, any number of times.
  public void wake() {
    changed.release();
  }

  /// Runs until interrupted.
  public void run() {
    try {
      while (true) {
        var pause = step() ? LOOK_EVERY : RETRY;
        if (changed.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          changed.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Brings the host up to date once.
  ///
  /// @return false if that failed and has to be tried again
  boolean step() {
    var wanted = HostPlanner.plan(new HostPlanner.View(nodeName, podCidr, nodes.list()));
    boolean routed = attempt("routes", () -> routes.apply(wanted.routes()));
    boolean addressed = attempt("addresses", () -> addresses.apply(wanted.addresses()));
    return routed && addressed;
  }

  // One that fails doesn't keep the other from its work.
  private static boolean attempt(String what, Runnable change) {
    try {
      change.run();
      return true;
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("what", what)
          .addKeyValue("err", e.getMessage())
          .log("cannot apply");
      return false;
    }
  }

  /// Removes everything of ours from a host.
  public static void cleanUp(Commands commands) {
    new KernelRoutes(commands).apply(Map.of());
    new KernelAddresses(commands).apply(Set.of());
  }
}
