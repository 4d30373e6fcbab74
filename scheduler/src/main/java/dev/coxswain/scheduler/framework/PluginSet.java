package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.framework.Profile.Weighted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plugins of a profile, in the order in which they are asked, by extension point.
public final class PluginSet {
  private final Map<String, Plugin> all = new LinkedHashMap<>();
  private final List<Weighted> scores = new ArrayList<>();

  /// Adds a plugin to all extension points that it implements; a preference counts once.
  public PluginSet with(Plugin plugin) {
    return with(plugin, 1);
  }

  /// Adds a plugin to all extension points that it implements.
  ///
  /// @param weight how much its preference counts
  public PluginSet with(Plugin plugin, int weight) {
    if (all.putIfAbsent(plugin.name(), plugin) != null) {
      throw new IllegalArgumentException("two plugins are named " + plugin.name());
    }
    if (plugin instanceof ScorePlugin score) {
      scores.add(new Weighted(score, weight));
    }
    return this;
  }

  public Optional<Plugin> named(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /// The order of the queue.
  ///
  /// @throws IllegalStateException unless there is exactly one plugin for it
  public QueueSortPlugin queueSort() {
    var found = of(QueueSortPlugin.class);
    if (found.size() != 1) {
      throw new IllegalStateException("wants one queue sort plugin, got " + found.size());
    }
    return found.getFirst();
  }

  public List<PreEnqueuePlugin> preEnqueues() {
    return of(PreEnqueuePlugin.class);
  }

  List<PreFilterPlugin> preFilters() {
    return of(PreFilterPlugin.class);
  }

  List<FilterPlugin> filters() {
    return of(FilterPlugin.class);
  }

  List<PostFilterPlugin> postFilters() {
    return of(PostFilterPlugin.class);
  }

  List<PreScorePlugin> preScores() {
    return of(PreScorePlugin.class);
  }

  List<Weighted> scores() {
    return List.copyOf(scores);
  }

  public List<ReservePlugin> reserves() {
    return of(ReservePlugin.class);
  }

  public List<PermitPlugin> permits() {
    return of(PermitPlugin.class);
  }

  public List<PreBindPlugin> preBinds() {
    return of(PreBindPlugin.class);
  }

  public List<BindPlugin> binds() {
    return of(BindPlugin.class);
  }

  public List<PostBindPlugin> postBinds() {
    return of(PostBindPlugin.class);
  }

  private <P> List<P> of(Class<P> point) {
    Collection<Plugin> plugins = all.values();
    return plugins.stream().filter(point::isInstance).map(point::cast).toList();
  }
}
