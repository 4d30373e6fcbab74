package dev.coxswain.apiserver.registry.catalog;

import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.apps.ControllerRevisionStrategy;
import dev.coxswain.apiserver.registry.apps.DaemonSetStrategy;
import dev.coxswain.apiserver.registry.apps.DeploymentStrategy;
import dev.coxswain.apiserver.registry.apps.ReplicaSetStrategy;
import dev.coxswain.apiserver.registry.apps.StatefulSetStrategy;
import dev.coxswain.apiserver.registry.core.ConfigMapStrategy;
import dev.coxswain.apiserver.registry.core.NamespaceStrategy;
import dev.coxswain.apiserver.registry.core.NodeStrategy;
import dev.coxswain.apiserver.registry.core.PodStrategy;
import dev.coxswain.apiserver.registry.core.SecretStrategy;
import dev.coxswain.apiserver.registry.core.ServiceStrategy;

/// The strategies of the served API.
public final class Catalog {
  private static final StrategyRegistry STRATEGIES = build();

  private Catalog() {}

  public static StrategyRegistry strategies() {
    return STRATEGIES;
  }

  private static StrategyRegistry build() {
    var registry = StrategyRegistry.builder();
    core(registry);
    apps(registry);
    return registry.build();
  }

  private static void core(StrategyRegistry.Builder registry) {
    registry
        .with(ConfigMap.class, ConfigMapStrategy::new)
        .with(Namespace.class, NamespaceStrategy::new)
        .with(Node.class, NodeStrategy::new)
        .with(Pod.class, PodStrategy::new)
        .with(Secret.class, SecretStrategy::new)
        .with(Service.class, ServiceStrategy::new);
  }

  private static void apps(StrategyRegistry.Builder registry) {
    registry
        .with(ControllerRevision.class, ControllerRevisionStrategy::new)
        .with(DaemonSet.class, DaemonSetStrategy::new)
        .with(Deployment.class, DeploymentStrategy::new)
        .with(ReplicaSet.class, ReplicaSetStrategy::new)
        .with(StatefulSet.class, StatefulSetStrategy::new);
  }
}
