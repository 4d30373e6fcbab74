package dev.coxswain.scheduler;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.function.UnaryOperator;

/// Pods for tests, from small parts: `pod("a", asking("600m", "1Gi"), tolerating("dedicated",
/// "db"))`.
public final class Pods {
  private Pods() {}

  /// A part of a pod.
  public interface Part extends UnaryOperator<PodSpec.Builder> {}

  public static Pod pod(String name, Part... parts) {
    var spec =
        PodSpec.newBuilder()
            .setSchedulerName(DefaultProfile.NAME)
            .addContainers(Container.newBuilder().setName("c"));
    for (var part : parts) {
      spec = part.apply(spec);
    }
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder().setNamespace("default").setName(name).setUid("uid-" + name))
        .setSpec(spec)
        .build();
  }

  public static PodView view(String name, Part... parts) {
    return PodView.of(pod(name, parts));
  }

  public static Part asking(String cpu, String memory) {
    return spec -> {
      requests(spec, "cpu", cpu);
      return requests(spec, "memory", memory);
    };
  }

  public static Part asking(String resource, int count) {
    return spec -> requests(spec, resource, Integer.toString(count));
  }

  public static Part hostPort(int port, String protocol, String address) {
    return spec -> {
      spec.getContainersBuilder(0)
          .addPorts(
              ContainerPort.newBuilder()
                  .setHostPort(port)
                  .setProtocol(protocol)
                  .setHostIP(address));
      return spec;
    };
  }

  public static Part tolerating(String key, String value) {
    return spec ->
        spec.addTolerations(
            Toleration.newBuilder().setKey(key).setOperator("Equal").setValue(value));
  }

  public static Part toleratingEverything() {
    return spec -> spec.addTolerations(Toleration.newBuilder().setOperator("Exists"));
  }

  public static Part selecting(String key, String value) {
    return spec -> spec.putNodeSelector(key, value);
  }

  public static Part important(int priority) {
    return spec -> spec.setPriority(priority);
  }

  public static Part on(String node) {
    return spec -> spec.setNodeName(node);
  }

  private static PodSpec.Builder requests(PodSpec.Builder spec, String resource, String value) {
    var resources = ResourceRequirements.newBuilder(spec.getContainers(0).getResources());
    resources.putRequests(resource, Quantity.newBuilder().setString(value).build());
    spec.getContainersBuilder(0).setResources(resources);
    return spec;
  }
}
