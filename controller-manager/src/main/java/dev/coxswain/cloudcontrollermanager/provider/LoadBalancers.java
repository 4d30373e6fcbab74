package dev.coxswain.cloudcontrollermanager.provider;

import dev.coxswain.api.core.v1.LoadBalancerStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import java.util.List;
import java.util.Optional;

/// The cloud's load balancers, one per service. Calls for different services may come at once.
public interface LoadBalancers {
  /// How the service's balancer is reached; empty if there is none.
  Optional<LoadBalancerStatus> find(Service service);

  /// Makes the balancer, or changes it to what the service says now.
  ///
  /// @param nodes where traffic may go
  /// @return how it is reached
  LoadBalancerStatus ensure(Service service, List<Node> nodes);

  /// Sends the traffic of an existing balancer to other nodes.
  void update(Service service, List<Node> nodes);

  /// Removes the balancer, or does nothing if there is none.
  void delete(Service service);
}
