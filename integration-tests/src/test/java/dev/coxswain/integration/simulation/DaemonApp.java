package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import java.util.List;
import java.util.TreeSet;

/// A pod on every node.
record DaemonApp(String name) implements App {
  @Override
  public List<Message> objects() {
    return List.of(
        Manifest.of(
            DaemonSet.newBuilder(),
            """
            metadata: {namespace: default, name: %1$s}
            spec:
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers: [{name: main, image: "app:0", resources: {requests: {cpu: 5m}}}]
            """
                .formatted(name)));
  }

  @Override
  public void change(ApiClient user, Chance chance) {
    var changed = user.get(DaemonSet.class, key()).toBuilder();
    changed
        .getSpecBuilder()
        .getTemplateBuilder()
        .getSpecBuilder()
        .getContainersBuilder(0)
        .setImage("app:" + chance.below(1000));
    user.update(changed.build());
  }

  private ObjectKey key() {
    return new ObjectKey(Workload.NAMESPACE, name);
  }

  @Override
  public List<String> problems(Ledger ledger) {
    var set = ledger.get(DaemonSet.class, key()).orElseThrow();
    var image = set.getSpec().getTemplate().getSpec().getContainers(0).getImage();
    var nodes = new TreeSet<String>();
    ledger.all(Node.class).forEach(node -> nodes.add(node.getMetadata().getName()));
    var covered = new TreeSet<String>();
    int pods = 0;
    for (var pod : ledger.all(Pod.class)) {
      if (name.equals(pod.getMetadata().getLabelsMap().get("app"))) {
        pods++;
        if (PodStatuses.isReady(pod) && pod.getSpec().getContainers(0).getImage().equals(image)) {
          covered.add(pod.getSpec().getNodeName());
        }
      }
    }
    var status = set.getStatus();
    boolean told =
        status.getObservedGeneration() == set.getMetadata().getGeneration()
            && status.getNumberReady() == nodes.size()
            && status.getUpdatedNumberScheduled() == nodes.size();
    return told && covered.equals(nodes) && pods == nodes.size()
        ? List.of()
        : List.of(
            "daemon set %s has %d pods on %s, says %s".formatted(name, pods, covered, status));
  }
}
