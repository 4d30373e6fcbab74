package dev.coxswain.scheduler.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.PatchType;
import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.framework.ExtensionPointTimer;
import dev.coxswain.scheduler.framework.ExtensionPointTimer.Status;
import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.PreBindPlugin;
import dev.coxswain.scheduler.framework.Rejections;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.volumes.VolumeBinder;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second half of scheduling a pod: from the promise to the binding.
public final class BindingCycle {
  private static final Logger log = LoggerFactory.getLogger(BindingCycle.class);
  private static final int FIRST_SERVER_ERROR = 500;

  /// What became of a binding.
  public enum Outcome {
    /// The pod is on the node.
    BOUND,
    /// The pod does not want this node any more: it was deleted, or somebody else bound it.
    GONE,
    /// Nobody knows; ask again with [BindingCycle#resolve].
    UNKNOWN
  }

  /// A plugin would not have the pod on the one node that was chosen.
  public static final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final String plugin;

    Rejected(Plugin plugin, Verdict verdict) {
      super(Rejections.message(1, List.of(verdict)));
      this.plugin = plugin.name();
    }

    public Set<String> plugins() {
      return Set.of(plugin);
    }
  }

  /// A plugin could not do its part.
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String doing, Plugin plugin, RuntimeException cause) {
      super("%s \"%s\": %s".formatted(doing, plugin.name(), cause.getMessage()), cause);
    }
  }

  private final ApiClient client;
  private final Function<PodView, PluginSet> plugins;
  private final ExtensionPointTimer timer;

  /// A cycle.
  ///
  /// @param plugins those that have a say in a pod
  public BindingCycle(
      ApiClient client, Function<PodView, PluginSet> plugins, ExtensionPointTimer timer) {
    this.client = client;
    this.plugins = plugins;
    this.timer = timer;
  }

  /// Makes the promise known, before anything else is decided.
  public void reserve(PodView pod, Placed placed) throws Rejected {
    timed(
        pod,
        "Reserve",
        () -> {
          for (var plugin : plugins.apply(pod).reserves()) {
            require(plugin, plugin.reserve(placed.state(), pod, placed.node()));
          }
          return true;
        });
  }

  public void unreserve(PodView pod, Placed placed) {
    plugins
        .apply(pod)
        .reserves()
        .reversed()
        .forEach(p -> p.unreserve(placed.state(), pod, placed.node()));
  }

  /// Binds the pod; this waits for the API server and possibly for more.
  ///
  /// @throws Failed if the API server would not have it
  public Outcome bind(PodView pod, Placed placed) throws Rejected, InterruptedException {
    announce(pod, placed);
    timed(
        pod,
        "Permit",
        () -> {
          for (var plugin : plugins.apply(pod).permits()) {
            require(plugin, plugin.permit(placed.state(), pod, placed.node()));
          }
          return true;
        });
    timed(
        pod,
        "PreBind",
        () -> {
          for (var plugin : plugins.apply(pod).preBinds()) {
            preBind(plugin, pod, placed);
          }
          return true;
        });
    return timed(pod, "Bind", () -> bindNow(pod, placed));
  }

  /// What happens at an extension point.
  ///
  /// @param <E> what may go wrong besides
  private interface Step<T, E extends Exception> {
    T run() throws Rejected, E;
  }

  private <T, E extends Exception> T timed(PodView pod, String point, Step<T, E> step)
      throws Rejected, E {
    long start = timer.now();
    var status = Status.ERROR;
    try {
      var result = step.run();
      status = Status.SUCCESS;
      return result;
    } catch (Rejected e) {
      status = Status.UNSCHEDULABLE;
      throw e;
    } finally {
      timer.ran(pod.pod().getSpec().getSchedulerName(), point, status, start);
    }
  }

  /// Finds out what became of the binding, and binds again if the pod has no node.
  public Outcome resolve(PodView pod, Placed placed) throws Rejected {
    try {
      var now = client.get(Pod.class, pod.key());
      if (!now.getMetadata().getUid().equals(pod.uid())) {
        return Outcome.GONE;
      }
      var node = now.getSpec().getNodeName();
      if (node.isEmpty()) {
        return now.getMetadata().hasDeletionTimestamp() ? Outcome.GONE : bindNow(pod, placed);
      }
      return node.equals(placed.node().name()) ? bound(pod, placed) : Outcome.GONE;
    } catch (ApiException.NotFound _) {
      return Outcome.GONE;
    } catch (ApiException e) {
      if (isLost(e)) {
        return Outcome.UNKNOWN;
      }
      throw e;
    }
  }

  /// Tells, by `nominatedNodeName`, where the pod is about to go, if that takes a while.
  private void announce(PodView pod, Placed placed) {
    var node = placed.node();
    boolean takesTime =
        plugins.apply(pod).preBinds().stream()
            .anyMatch(plugin -> plugin.hasWork(placed.state(), pod, node));
    if (takesTime && !pod.nominatedNodeName().equals(node.name())) {
      try {
        client.patch(Pod.class, pod.key(), PatchType.MERGE, nomination(pod, node.name()), "status");
      } catch (ApiException e) {
        log.atWarn()
            .addKeyValue("pod", pod.key())
            .addKeyValue("err", e.getMessage())
            .log("cannot say where the pod is about to go");
      }
    }
  }

  private static byte[] nomination(PodView pod, String node) {
    var root = JsonNodeFactory.instance.objectNode();
    root.putObject("metadata").put("uid", pod.uid());
    root.putObject("status").put("nominatedNodeName", node);
    return JsonCodec.toJson(root);
  }

  private static void preBind(PreBindPlugin plugin, PodView pod, Placed placed)
      throws Rejected, InterruptedException {
    try {
      require(plugin, plugin.preBind(placed.state(), pod, placed.node()));
    } catch (ApiException | VolumeBinder.Failed e) {
      throw new Failed("running PreBind plugin", plugin, e);
    }
  }

  private Outcome bindNow(PodView pod, Placed placed) throws Rejected {
    for (var plugin : plugins.apply(pod).binds()) {
      try {
        var verdict = plugin.bind(placed.state(), pod, placed.node());
        require(plugin, verdict);
        if (verdict.code() != Verdict.Code.SKIP) {
          return bound(pod, placed);
        }
      } catch (ApiException.NotFound _) {
        return Outcome.GONE;
      } catch (ApiException e) {
        // A conflict may be with a binding of our own whose answer was lost.
        if (isLost(e) || e instanceof ApiException.Conflict) {
          return Outcome.UNKNOWN;
        }
        throw new Failed("running Bind plugin", plugin, e);
      }
    }
    throw new IllegalStateException("no bind plugin takes pod " + pod);
  }

  private Outcome bound(PodView pod, Placed placed) {
    plugins.apply(pod).postBinds().forEach(p -> p.postBind(placed.state(), pod, placed.node()));
    return Outcome.BOUND;
  }

  /// Whether the server may have done what it was asked all the same.
  private static boolean isLost(ApiException e) {
    return e.code() >= FIRST_SERVER_ERROR || e instanceof ApiException.Timeout;
  }

  private static void require(Plugin plugin, Verdict verdict) throws Rejected {
    if (verdict.isRejection()) {
      throw new Rejected(plugin, verdict);
    }
  }
}
