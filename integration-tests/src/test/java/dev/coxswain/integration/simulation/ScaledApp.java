package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import java.util.List;

/// A deployment that an autoscaler fits to a load that changes.
record ScaledApp(String name, SimulatedMetrics metrics) implements App {
  static final int MOST_REPLICAS = 4;

  @Override
  public List<Message> objects() {
    metrics.setLoad(name, 2);
    return List.of(
        Workload.deployment(name, 1, "app:0"),
        Workload.service(name),
        Manifest.of(
            HorizontalPodAutoscaler.newBuilder(),
            """
            metadata: {namespace: default, name: %1$s}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
              minReplicas: 1
              maxReplicas: %2$d
              behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
              metrics:
              - type: Resource
                resource: {name: memory, target: {type: AverageValue, averageValue: "%3$d"}}
            """
                .formatted(name, MOST_REPLICAS, SimulatedMetrics.ONE_POD)));
  }

  @Override
  public void change(ApiClient user, Chance chance) {
    metrics.setLoad(name, 1 + chance.below(MOST_REPLICAS + 1));
  }

  /// What the deployment makes of its size is looked at with all the others.
  @Override
  public List<String> problems(Ledger ledger) {
    var key = new ObjectKey(Workload.NAMESPACE, name);
    int replicas = ledger.get(Deployment.class, key).orElseThrow().getSpec().getReplicas();
    int wanted = Math.min(metrics.load(name), MOST_REPLICAS);
    int told =
        ledger
            .get(HorizontalPodAutoscaler.class, key)
            .orElseThrow()
            .getStatus()
            .getCurrentReplicas();
    return replicas == wanted && told == wanted
        ? List.of()
        : List.of(
            "%s has %d replicas, %d as its autoscaler says, wants %d"
                .formatted(name, replicas, told, wanted));
  }
}
