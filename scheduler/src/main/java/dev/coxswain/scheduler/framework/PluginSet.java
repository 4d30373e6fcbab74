package dev.coxswain.scheduler.framework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plugins of a profile, in the order in which they are asked, by extension point.
public final class PluginSet {
  /// A plugin's preference and how much it counts.
  public record Weighted(ScorePlugin plugin, int weight) {}

  /// All extension points, by the names they have in configurations.
  public static final Map<String, Class<? extends Plugin>> POINTS = points();

  private final Map<String, Plugin> all;
  private final Map<Class<?>, List<Plugin>> byPoint;
  private final List<Weighted> scores;

  private PluginSet(
      Map<String, Plugin> all, Map<Class<?>, List<Plugin>> byPoint, List<Weighted> scores) {
    this.all = all;
    this.byPoint = byPoint;
    this.scores = List.copyOf(scores);
  }

  /// Puts a set together.
  public static final class Builder {
    private final Map<String, Plugin> all = new LinkedHashMap<>();
    private final Map<Class<?>, List<Plugin>> byPoint = new LinkedHashMap<>();
    private final List<Weighted> scores = new ArrayList<>();

    /// Asks the plugin at one extension point, after those that are asked there already.
    ///
    /// @param weight how much its preference counts, if it is asked for one
    /// @throws IllegalArgumentException if the plugin does not implement the extension point
    public Builder at(Class<? extends Plugin> point, Plugin plugin, int weight) {
      if (!point.isInstance(plugin)) {
        throw new IllegalArgumentException(
            plugin.name() + " does not extend " + point.getSimpleName());
      }
      all.putIfAbsent(plugin.name(), plugin);
      byPoint.computeIfAbsent(point, _ -> new ArrayList<>()).add(plugin);
      if (point == ScorePlugin.class) {
        scores.add(new Weighted((ScorePlugin) plugin, weight));
      }
      return this;
    }

    public PluginSet build() {
      return new PluginSet(all, byPoint, scores);
    }
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
    return scores;
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

  /// The names of the plugins at an extension point, in their order.
  public List<String> names(Class<? extends Plugin> point) {
    return of(point).stream().map(Plugin::name).toList();
  }

  @SuppressWarnings("unchecked")
  private <P> List<P> of(Class<P> point) {
    return (List<P>) byPoint.getOrDefault(point, List.of());
  }

  private static Map<String, Class<? extends Plugin>> points() {
    var points = new LinkedHashMap<String, Class<? extends Plugin>>();
    points.put("preEnqueue", PreEnqueuePlugin.class);
    points.put("queueSort", QueueSortPlugin.class);
    points.put("preFilter", PreFilterPlugin.class);
    points.put("filter", FilterPlugin.class);
    points.put("postFilter", PostFilterPlugin.class);
    points.put("preScore", PreScorePlugin.class);
    points.put("score", ScorePlugin.class);
    points.put("reserve", ReservePlugin.class);
    points.put("permit", PermitPlugin.class);
    points.put("preBind", PreBindPlugin.class);
    points.put("bind", BindPlugin.class);
    points.put("postBind", PostBindPlugin.class);
    return points;
  }
}
