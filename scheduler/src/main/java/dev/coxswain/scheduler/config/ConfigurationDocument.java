package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.program.Configz;
import dev.coxswain.component.program.Election;
import dev.coxswain.scheduler.config.SchedulerConfiguration.Choice;
import dev.coxswain.scheduler.config.SchedulerConfiguration.Enabled;
import dev.coxswain.scheduler.config.SchedulerConfiguration.ProfileSpec;
import java.util.List;
import java.util.TreeMap;

/// Writes a configuration as it can be read again, with its defaults. Pure.
public final class ConfigurationDocument {
  private static final String MULTI_POINT = "multiPoint";

  private ConfigurationDocument() {}

  /// @param election what the configuration and the flags together say
  public static Configz of(
      SchedulerConfiguration configuration, Election election, ApiServerFlags apiServer) {
    var document =
        Configz.document(SchedulerConfiguration.KIND, SchedulerConfiguration.API_VERSION);
    document.put("parallelism", configuration.parallelism());
    document.set("leaderElection", Configz.leaderElection(election));
    document.set("clientConnection", Configz.clientConnection(apiServer));
    document
        .put("enableProfiling", false)
        .put("enableContentionProfiling", false)
        .put("percentageOfNodesToScore", configuration.percentageOfNodesToScore())
        .put("podInitialBackoffSeconds", configuration.podInitialBackoff().toSeconds())
        .put("podMaxBackoffSeconds", configuration.podMaxBackoff().toSeconds());
    var profiles = document.putArray("profiles");
    configuration.profiles().forEach(profile -> write(profile, profiles.addObject()));
    return new Configz("kubescheduler.config.k8s.io", document);
  }

  private static void write(ProfileSpec profile, ObjectNode out) {
    out.put("schedulerName", profile.schedulerName());
    if (profile.percentageOfNodesToScore() != 0) {
      out.put("percentageOfNodesToScore", profile.percentageOfNodesToScore());
    }
    var plugins = out.putObject("plugins");
    var everywhere = profile.at(MULTI_POINT);
    write(
        new Choice(Enablement.merged(everywhere), everywhere.disabled()),
        plugins.putObject(MULTI_POINT));
    new TreeMap<>(profile.plugins())
        .forEach((point, choice) -> {
          if (!point.equals(MULTI_POINT)) {
            write(choice, plugins.putObject(point));
          }
        });
    var arguments = out.putArray("pluginConfig");
    profile
        .arguments()
        .forEach((plugin, args) -> arguments.addObject().put("name", plugin).set("args", args));
  }

  private static void write(Choice choice, ObjectNode out) {
    if (!choice.enabled().isEmpty()) {
      writeEnabled(choice.enabled(), out.putArray("enabled"));
    }
    if (!choice.disabled().isEmpty()) {
      var disabled = out.putArray("disabled");
      choice.disabled().forEach(name -> disabled.addObject().put("name", name));
    }
  }

  private static void writeEnabled(List<Enabled> plugins, ArrayNode out) {
    for (var plugin : plugins) {
      var entry = out.addObject().put("name", plugin.name());
      if (plugin.weight() != 0) {
        entry.put("weight", plugin.weight());
      }
    }
  }
}
