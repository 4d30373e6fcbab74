package dev.coxswain.scheduler.binding;

import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.Set;

/// The second half of scheduling a pod: from the promise to the binding.
public final class BindingCycle {
  /// A plugin would not have the pod bound.
  public static final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final String plugin;

    Rejected(Plugin plugin, Verdict verdict) {
      super(String.join(", ", verdict.reasons()));
      this.plugin = plugin.name();
    }

    public Set<String> plugins() {
      return Set.of(plugin);
    }
  }

  private final PluginSet plugins;

  public BindingCycle(PluginSet plugins) {
    this.plugins = plugins;
  }

  /// Makes the promise known, before anything else is decided.
  public void reserve(PodView pod, Placed placed) throws Rejected {
    for (var plugin : plugins.reserves()) {
      require(plugin, plugin.reserve(placed.state(), pod, placed.node()));
    }
  }

  public void unreserve(PodView pod, Placed placed) {
    plugins.reserves().reversed().forEach(p -> p.unreserve(placed.state(), pod, placed.node()));
  }

  /// Binds the pod; this waits for the API server and possibly for more.
  public void bind(PodView pod, Placed placed) throws Rejected, InterruptedException {
    for (var plugin : plugins.permits()) {
      require(plugin, plugin.permit(placed.state(), pod, placed.node()));
    }
    for (var plugin : plugins.preBinds()) {
      require(plugin, plugin.preBind(placed.state(), pod, placed.node()));
    }
    bindWithFirst(pod, placed);
    plugins.postBinds().forEach(p -> p.postBind(placed.state(), pod, placed.node()));
  }

  private void bindWithFirst(PodView pod, Placed placed) throws Rejected {
    for (var plugin : plugins.binds()) {
      var verdict = plugin.bind(placed.state(), pod, placed.node());
      require(plugin, verdict);
      if (verdict.code() != Verdict.Code.SKIP) {
        return;
      }
    }
    throw new IllegalStateException("no bind plugin takes pod " + pod);
  }

  private static void require(Plugin plugin, Verdict verdict) throws Rejected {
    if (verdict.isRejection()) {
      throw new Rejected(plugin, verdict);
    }
  }
}
