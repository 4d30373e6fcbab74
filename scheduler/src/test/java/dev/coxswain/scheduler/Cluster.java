package dev.coxswain.scheduler;

import com.google.protobuf.Message;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.scheduler.config.PluginRegistry;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import dev.coxswain.scheduler.config.Surroundings;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.Profile;
import dev.coxswain.scheduler.framework.Sampling;
import dev.coxswain.scheduler.snapshot.Nominations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.random.RandomGenerator;

/// What surrounds plugins in tests: objects as they were given, and a fixed chance.
public final class Cluster {
  private final FakeApiClient client = new FakeApiClient(new ManualClock());
  private final InformerFactory informers = new InformerFactory(client);
  private final Surroundings surroundings =
      Surroundings.of(client, informers, new Nominations(), RandomGenerator.of("L64X128MixRandom"));

  private Cluster() {}

  public static Cluster with(Message... objects) {
    var cluster = new Cluster();
    for (var object : objects) {
      cluster.client.create(object);
    }
    boolean any = true;
    while (any) {
      any = cluster.informers.stepAll();
    }
    return cluster;
  }

  public static PluginSet plugins() {
    return with().pluginSet();
  }

  public static Profile profile() {
    return with().defaultProfile();
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Nominations nominations() {
    return surroundings.nominations();
  }

  public PluginSet pluginSet() {
    return PluginRegistry.plugins(
        SchedulerConfiguration.defaults().profiles().getFirst(), surroundings);
  }

  public Profile defaultProfile() {
    return new Profile(
        DefaultProfile.NAME,
        pluginSet(),
        nominations(),
        new Sampling(0),
        surroundings.random(),
        new ExtensionPointMetrics(new SimpleMeterRegistry()));
  }
}
