package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;

/// What users create. Pure.
final class Workload {
  static final String NAMESPACE = "default";
  private static final String APP = "app";

  /// Tolerations of pods that don't wait long for a node that is gone.
  static final String IMPATIENT =
      """
      [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, \
      tolerationSeconds: 10}, \
      {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, \
      tolerationSeconds: 10}]\
      """;

  private Workload() {}

  static Deployment deployment(String name, int replicas, String image) {
    var container =
        Container.newBuilder()
            .setName("main")
            .setImage(image)
            .setResources(
                ResourceRequirements.newBuilder()
                    .putRequests("cpu", Amount.ofMilli(240).toProto())
                    .putRequests("memory", Amount.parse("64Mi").toProto()));
    return Deployment.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(NAMESPACE).setName(name))
        .setSpec(
            DeploymentSpec.newBuilder()
                .setReplicas(replicas)
                .setSelector(LabelSelector.newBuilder().putMatchLabels(APP, name))
                .setTemplate(
                    PodTemplateSpec.newBuilder()
                        .setMetadata(ObjectMeta.newBuilder().putLabels(APP, name))
                        .setSpec(PodSpec.newBuilder().addContainers(container))))
        .build();
  }

  /// Its pods leave a node that is gone soon.
  static Deployment impatient(Deployment deployment) {
    var changed = deployment.toBuilder();
    var pod = changed.getSpecBuilder().getTemplateBuilder().getSpecBuilder();
    for (var taint : List.of("unreachable", "not-ready")) {
      pod.addTolerations(
          Toleration.newBuilder()
              .setKey("node.kubernetes.io/" + taint)
              .setOperator("Exists")
              .setEffect("NoExecute")
              .setTolerationSeconds(10));
    }
    return changed.build();
  }

  static Deployment withImage(Deployment deployment, String image) {
    var changed = deployment.toBuilder();
    changed
        .getSpecBuilder()
        .getTemplateBuilder()
        .getSpecBuilder()
        .getContainersBuilder(0)
        .setImage(image);
    return changed.build();
  }

  static Deployment withReplicas(Deployment deployment, int replicas) {
    var changed = deployment.toBuilder();
    changed.getSpecBuilder().setReplicas(replicas);
    return changed.build();
  }

  static Service service(String app) {
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(NAMESPACE).setName(app))
        .setSpec(
            ServiceSpec.newBuilder()
                .putSelector(APP, app)
                .addPorts(ServicePort.newBuilder().setPort(80)))
        .build();
  }
}
