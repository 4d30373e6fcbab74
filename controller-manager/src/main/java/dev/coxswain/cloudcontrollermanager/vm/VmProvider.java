package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.cloudcontrollermanager.provider.CloudProvider;
import dev.coxswain.cloudcontrollermanager.provider.Instances;
import dev.coxswain.cloudcontrollermanager.provider.LoadBalancers;
import dev.coxswain.cloudcontrollermanager.provider.Routes;
import dev.coxswain.component.Reloaded;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Plain machines in one network segment.
public final class VmProvider implements CloudProvider {
  /// What `--cloud-provider` calls it.
  public static final String NAME = "vm";

  private final ControllerContext context;
  private final Supplier<VmConfiguration> configuration;

  private VmProvider(ControllerContext context, Supplier<VmConfiguration> configuration) {
    this.context = context;
    this.configuration = configuration;
  }

  /// @param file the inventory, read again when it changes; absent: whatever registers is a machine
  /// @throws IllegalArgumentException if the file can't be used
  public static VmProvider create(ControllerContext context, Optional<Path> file) {
    Supplier<VmConfiguration> configuration =
        file.<Supplier<VmConfiguration>>map(path ->
                new Reloaded<>(List.of(path), () -> VmConfiguration.read(path), context.clock()))
            .orElse(VmConfiguration::open);
    return new VmProvider(context, configuration);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Instances instances() {
    return new VmInstances(configuration);
  }

  @Override
  public Optional<Routes> routes() {
    return Optional.of(new VmRoutes(context.client()));
  }

  @Override
  public Optional<LoadBalancers> loadBalancers() {
    return Optional.of(new VmLoadBalancers(configuration, context.lister(Service.class)));
  }

  @Override
  public List<Controller> controllers() {
    return List.of(AnnouncementController.create(context));
  }
}
