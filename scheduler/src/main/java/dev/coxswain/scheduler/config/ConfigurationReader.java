package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.status.FieldErrors;
import dev.coxswain.scheduler.config.SchedulerConfiguration.Choice;
import dev.coxswain.scheduler.config.SchedulerConfiguration.Enabled;
import dev.coxswain.scheduler.config.SchedulerConfiguration.LeaderElection;
import dev.coxswain.scheduler.config.SchedulerConfiguration.ProfileSpec;
import dev.coxswain.scheduler.framework.PluginSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads a `KubeSchedulerConfiguration` from YAML or JSON, puts defaults in and checks it.
public final class ConfigurationReader {
  private ConfigurationReader() {}

  /// The configuration in the text.
  ///
  /// @throws BadConfiguration if it can't be read, has unknown fields or makes no sense
  public static SchedulerConfiguration read(String yaml) {
    var configuration = configuration(Fields.of("", document(yaml)));
    var errors = ConfigurationChecks.errors(configuration);
    if (!errors.isEmpty()) {
      throw new BadConfiguration(FieldErrors.text(errors));
    }
    return configuration;
  }

  private static JsonNode document(String yaml) {
    try {
      var documents = YamlCodec.documents(yaml);
      if (documents.size() != 1) {
        throw new BadConfiguration("wants one document, got " + documents.size());
      }
      return documents.getFirst();
    } catch (DecodeException e) {
      throw new BadConfiguration(e.getMessage());
    }
  }

  private static SchedulerConfiguration configuration(Fields fields) {
    var version = fields.text("apiVersion").orElse("");
    var kind = fields.text("kind").orElse("");
    if (!version.equals(SchedulerConfiguration.API_VERSION)
        || !kind.equals(SchedulerConfiguration.KIND)) {
      throw new BadConfiguration(
          "no kind \"" + kind + "\" is registered for version \"" + version + "\"");
    }
    var defaults = SchedulerConfiguration.defaults();
    var profiles = new ArrayList<ProfileSpec>();
    for (var profile : fields.objects("profiles")) {
      profiles.add(profile(profile));
    }
    var configuration =
        new SchedulerConfiguration(
            profiles.isEmpty() ? defaults.profiles() : named(profiles),
            fields.integer("parallelism").orElse(defaults.parallelism()),
            fields.integer("percentageOfNodesToScore").orElse(0),
            seconds(fields, "podInitialBackoffSeconds").orElse(defaults.podInitialBackoff()),
            seconds(fields, "podMaxBackoffSeconds").orElse(defaults.podMaxBackoff()),
            leaderElection(fields.object("leaderElection")));
    if (!fields.objects("extenders").isEmpty()) {
      throw new BadConfiguration("extenders: Forbidden: scheduler extenders are not supported");
    }
    fields
        .ignoring(
            // Where the API server is, flags say.
            "clientConnection",
            "enableProfiling",
            "enableContentionProfiling",
            "delayCacheUntilActive",
            "healthzBindAddress",
            "metricsBindAddress")
        .done();
    return configuration;
  }

  /// The only profile need not have a name.
  private static List<ProfileSpec> named(List<ProfileSpec> profiles) {
    if (profiles.size() > 1 || !profiles.getFirst().schedulerName().isEmpty()) {
      return profiles;
    }
    var only = profiles.getFirst();
    return List.of(
        new ProfileSpec(
            only.path(),
            "default-scheduler",
            only.percentageOfNodesToScore(),
            only.plugins(),
            only.arguments()));
  }

  private static ProfileSpec profile(Fields fields) {
    var plugins = new LinkedHashMap<String, Choice>();
    var points = fields.object("plugins");
    for (var point : PluginSet.POINTS.keySet()) {
      points.any(point).ifPresent(_ -> plugins.put(point, choice(points.object(point))));
    }
    points
        .any("multiPoint")
        .ifPresent(_ -> plugins.put("multiPoint", choice(points.object("multiPoint"))));
    points.done();
    var arguments = new LinkedHashMap<String, JsonNode>();
    for (var config : fields.objects("pluginConfig")) {
      var name = config.text("name").orElse("");
      if (arguments.putIfAbsent(name, config.any("args").orElseThrow(() -> noArguments(config)))
          != null) {
        throw new BadConfiguration(config.at("name") + ": Duplicate value: \"" + name + "\"");
      }
      config.done();
    }
    var profile =
        new ProfileSpec(
            fields.path(),
            fields.text("schedulerName").orElse(""),
            fields.integer("percentageOfNodesToScore").orElse(0),
            plugins,
            arguments);
    fields.done();
    return profile;
  }

  private static BadConfiguration noArguments(Fields config) {
    return new BadConfiguration(config.at("args") + ": Required value");
  }

  private static Choice choice(Fields fields) {
    var enabled = new ArrayList<Enabled>();
    for (var plugin : fields.objects("enabled")) {
      enabled.add(new Enabled(plugin.text("name").orElse(""), plugin.integer("weight").orElse(0)));
      plugin.done();
    }
    var disabled = new ArrayList<String>();
    for (var plugin : fields.objects("disabled")) {
      disabled.add(plugin.text("name").orElse(""));
      plugin.ignoring("weight").done();
    }
    fields.done();
    return new Choice(enabled, disabled);
  }

  private static LeaderElection leaderElection(Fields fields) {
    var election =
        new LeaderElection(
            fields.bool("leaderElect"),
            fields.duration("leaseDuration"),
            fields.duration("renewDeadline"),
            fields.duration("retryPeriod"),
            fields.text("resourceName"),
            fields.text("resourceNamespace"));
    fields.ignoring("resourceLock").done();
    return election;
  }

  private static Optional<Duration> seconds(Fields fields, String name) {
    return fields.integer(name).map(Duration::ofSeconds);
  }
}
