package dev.coxswain.cloudcontrollermanager.provider;

import dev.coxswain.controllermanager.framework.Controller;
import java.util.List;
import java.util.Optional;

/// What the machines of a cluster run on.
///
/// Every call may wait for the cloud. What it refuses comes as a [CloudFailure].
public interface CloudProvider {
  /// What `--cloud-provider` calls it.
  String name();

  Instances instances();

  /// Absent when pods reach each other without routes of the cloud's.
  Optional<Routes> routes();

  /// Absent when the cloud has none.
  Optional<LoadBalancers> loadBalancers();

  /// Loops of the provider's own, to run beside those that every cloud has.
  List<Controller> controllers();
}
