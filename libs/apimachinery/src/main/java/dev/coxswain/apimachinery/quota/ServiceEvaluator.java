package dev.coxswain.apimachinery.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.quantity.Amount;
import java.time.Instant;
import java.util.Set;

/// Services: each counts, and so do the ports and balancers that it takes.
record ServiceEvaluator() implements QuotaEvaluator {
  private static final Set<String> NAMES =
      Set.of("services", "services.nodeports", "services.loadbalancers", COUNT + "services");

  @Override
  public boolean concerns(String name) {
    return NAMES.contains(name);
  }

  @Override
  public ResourceAmounts usage(Message object, Instant now) {
    var service = (Service) object;
    var one = Amount.ofUnits(1);
    boolean balanced = service.getSpec().getType().equals("LoadBalancer");
    return ResourceAmounts.of("services", one)
        .with(COUNT + "services", one)
        .with("services.nodeports", Amount.ofUnits(nodePorts(service)))
        .with("services.loadbalancers", balanced ? one : Amount.ZERO);
  }

  /// Balancers that do without node ports may still be given some.
  private static long nodePorts(Service service) {
    var spec = service.getSpec();
    return switch (spec.getType()) {
      case "NodePort" -> spec.getPortsCount();
      case "LoadBalancer" ->
          spec.hasAllocateLoadBalancerNodePorts() && !spec.getAllocateLoadBalancerNodePorts()
              ? spec.getPortsList().stream().filter(port -> port.getNodePort() != 0).count()
              : spec.getPortsCount();
      default -> 0;
    };
  }

  @Override
  public boolean isIn(ScopedResourceSelectorRequirement scope, Message object) {
    return false;
  }
}
