package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A deployment that works hard gets more pods, by what its kubelet has measured.
@Tag("end-to-end")
@Timeout(300)
class AutoscalingTest {
  /// Two looks at the kubelets, and then one of the autoscaler.
  private static final Duration MEASURED = Duration.ofMinutes(2);

  private static Space space;

  @BeforeAll
  static void start() throws Exception {
    space = Space.create(LocalCluster.withNodes(1), "autoscaling");
  }

  @AfterAll
  static void remove() throws Exception {
    space.close();
  }

  @Test
  void aBusyDeploymentGrowsToItsMaximum() throws Exception {
    space.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: busy}
        spec:
          selector: {matchLabels: {app: busy}}
          template:
            metadata: {labels: {app: busy}}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: c
                image: coxswain/demo:v1
                command: [sh, -c, "while :; do :; done"]
                resources: {requests: {cpu: 50m}, limits: {cpu: 100m}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: busy}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: busy}
          minReplicas: 1
          maxReplicas: 3
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        """);
    space.untilIs(MEASURED, "deployment/busy", ".spec.replicas", "3");
    assertThat(space.untilTold(MEASURED, "HorizontalPodAutoscaler", "busy", "SuccessfulRescale"))
        .isEqualTo(
            "New size: 3; reason: cpu resource utilization (percentage of request) above target");
    space.untilIs(
        MEASURED,
        "hpa/busy",
        ".status.conditions[?(@.type==\"ScalingLimited\")].reason",
        "TooManyReplicas");
    String measured =
        space.read("hpa/busy", ".status.currentMetrics[0].resource.current.averageValue");
    assertThat(Integer.parseInt(measured.replace("m", ""))).isBetween(50, 130);

    String top = space.ok("top", "pods", "-l", "app=busy", "--no-headers");
    assertThat(top).containsPattern("busy-\\S+ +\\d+m +\\d+Mi");
    assertThat(space.cluster().kubectlOk("top", "nodes", "--no-headers"))
        .containsPattern("\\S+ +\\d+m +\\d+% +\\d+Mi +\\d+%");
    assertThat(space.cluster().kubectlOk("api-resources", "--api-group=metrics.k8s.io"))
        .contains("NodeMetrics", "PodMetrics");
  }
}
