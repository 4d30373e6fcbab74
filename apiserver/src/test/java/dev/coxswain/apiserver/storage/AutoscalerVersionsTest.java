package dev.coxswain.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a client of autoscaling/v1 sees, and that nothing gets lost on its way through one.
final class AutoscalerVersionsTest {
  private static final HorizontalPodAutoscaler WHOLE =
      Manifests.read(
          HorizontalPodAutoscaler.class,
          """
          metadata: {name: a, namespace: ns, annotations: {mine: kept}}
          spec:
            scaleTargetRef: {kind: Deployment, name: web, apiVersion: apps/v1}
            minReplicas: 2
            maxReplicas: 5
            metrics:
            - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
            - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
            - {type: ContainerResource, containerResource: {name: cpu, container: c, target: {type: Utilization, averageUtilization: 50}}}
            - {type: Pods, pods: {metric: {name: hits, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: 10}}}
            - {type: Object, object: {describedObject: {kind: Service, name: s, apiVersion: v1}, metric: {name: m}, target: {type: Value, value: 3}}}
            - {type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 30}}}
            behavior:
              scaleDown: {stabilizationWindowSeconds: 60, selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 15}]}
          status:
            currentReplicas: 3
            desiredReplicas: 4
            currentMetrics:
            - {type: Resource, resource: {name: cpu, current: {averageUtilization: 40, averageValue: 100m}}}
            - {type: External, external: {metric: {name: q}, current: {value: 0, averageValue: 7}}}
            conditions:
            - {type: AbleToScale, status: "True", reason: ReadyForNewScale, message: ok}
          """);

  @Test
  void putsIntoAnnotationsWhatVersionOneHasNoFieldFor() {
    var v1 = AutoscalerVersions.toV1(WHOLE);
    assertThat(v1.getSpec().getTargetCPUUtilizationPercentage()).isEqualTo(70);
    assertThat(v1.getStatus().getCurrentCPUUtilizationPercentage()).isEqualTo(40);
    assertThat(v1.getMetadata().getAnnotationsMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mine",
                "kept",
                "autoscaling.alpha.kubernetes.io/metrics",
                "[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",\"targetAverageValue\":\"1Gi\"}},"
                    + "{\"type\":\"ContainerResource\",\"containerResource\":{\"name\":\"cpu\","
                    + "\"targetAverageUtilization\":50,\"container\":\"c\"}},"
                    + "{\"type\":\"Pods\",\"pods\":{\"metricName\":\"hits\",\"targetAverageValue\":\"10\","
                    + "\"selector\":{\"matchLabels\":{\"a\":\"b\"}}}},"
                    + "{\"type\":\"Object\",\"object\":{\"target\":{\"kind\":\"Service\",\"name\":\"s\","
                    + "\"apiVersion\":\"v1\"},\"metricName\":\"m\",\"targetValue\":\"3\"}},"
                    + "{\"type\":\"External\",\"external\":{\"metricName\":\"q\",\"targetAverageValue\":\"30\"}}]",
                "autoscaling.alpha.kubernetes.io/current-metrics",
                "[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"currentAverageUtilization\":40,"
                    + "\"currentAverageValue\":\"100m\"}},{\"type\":\"External\",\"external\":"
                    + "{\"metricName\":\"q\",\"currentValue\":\"0\",\"currentAverageValue\":\"7\"}}]",
                "autoscaling.alpha.kubernetes.io/conditions",
                "[{\"type\":\"AbleToScale\",\"status\":\"True\",\"lastTransitionTime\":null,"
                    + "\"reason\":\"ReadyForNewScale\",\"message\":\"ok\"}]",
                "autoscaling.alpha.kubernetes.io/behavior",
                "{\"ScaleUp\":null,\"ScaleDown\":{\"StabilizationWindowSeconds\":60,"
                    + "\"SelectPolicy\":\"Min\",\"Policies\":[{\"Type\":\"Pods\",\"Value\":1,"
                    + "\"PeriodSeconds\":15}],\"Tolerance\":null}}"));
  }

  @Test
  void losesNothingOnTheWayBack() {
    var back = AutoscalerVersions.toV2(AutoscalerVersions.toV1(WHOLE));
    assertThat(back.getMetadata()).isEqualTo(WHOLE.getMetadata());
    assertThat(back.getSpec().getBehavior()).isEqualTo(WHOLE.getSpec().getBehavior());
    assertThat(back.getSpec().getMetricsList().subList(0, 4))
        .isEqualTo(WHOLE.getSpec().getMetricsList().subList(0, 4));
    assertThat(back.getStatus().getCurrentMetricsList())
        .isEqualTo(WHOLE.getStatus().getCurrentMetricsList());
    assertThat(AutoscalerVersions.toV1(back).getMetadata())
        .isEqualTo(AutoscalerVersions.toV1(WHOLE).getMetadata());
  }
}
