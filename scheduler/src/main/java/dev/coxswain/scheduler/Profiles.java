package dev.coxswain.scheduler;

import dev.coxswain.scheduler.config.PluginRegistry;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import dev.coxswain.scheduler.config.Surroundings;
import dev.coxswain.scheduler.framework.ExtensionPointTimer;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.Profile;
import dev.coxswain.scheduler.framework.QueueSortPlugin;
import dev.coxswain.scheduler.framework.Sampling;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The profiles by the names that pods ask for with `schedulerName`. They share the order of the
/// queue.
public final class Profiles {
  private final Map<String, Profile> byName = new LinkedHashMap<>();

  /// Profiles by their names.
  ///
  /// @throws IllegalArgumentException if there is none
  public Profiles(List<Profile> profiles) {
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("wants one or more profiles");
    }
    profiles.forEach(profile -> byName.put(profile.schedulerName(), profile));
  }

  /// The profiles of a configuration.
  public static Profiles of(
      SchedulerConfiguration configuration, Surroundings surroundings, ExtensionPointTimer timer) {
    var sampling = new Sampling(configuration.percentageOfNodesToScore());
    return new Profiles(
        configuration.profiles().stream()
            .map(spec ->
                new Profile(
                    spec.schedulerName(),
                    PluginRegistry.plugins(spec, surroundings),
                    surroundings.nominations(),
                    spec.percentageOfNodesToScore() == 0
                        ? sampling
                        : new Sampling(spec.percentageOfNodesToScore()),
                    surroundings.random(),
                    timer))
            .toList());
  }

  boolean isFor(PodView pod) {
    return byName.containsKey(pod.pod().getSpec().getSchedulerName());
  }

  /// The pod's profile.
  ///
  /// @throws IllegalStateException if the pod is for another scheduler
  Profile of(PodView pod) {
    var profile = byName.get(pod.pod().getSpec().getSchedulerName());
    if (profile == null) {
      throw new IllegalStateException("no profile for " + pod + " among " + byName.keySet());
    }
    return profile;
  }

  /// The plugins that have a say in the pod.
  public PluginSet plugins(PodView pod) {
    return of(pod).plugins();
  }

  public QueueSortPlugin queueSort() {
    return byName.values().iterator().next().plugins().queueSort();
  }
}
