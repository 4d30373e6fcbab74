package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A stateful set, each pod of which has a volume on some node.
record StatefulApp(String name, boolean parallel, boolean keepsClaims) implements App {
  private static final int MOST_REPLICAS = 3;

  @Override
  public List<Message> objects() {
    return List.of(
        Manifest.of(
            StorageClass.newBuilder(),
            """
            metadata: {name: %s}
            provisioner: coxswain.dev/local-path
            volumeBindingMode: WaitForFirstConsumer
            """
                .formatted(name)),
        Manifest.of(
            StatefulSet.newBuilder(),
            """
            metadata: {namespace: default, name: %1$s}
            spec:
              serviceName: %1$s
              replicas: 2
              podManagementPolicy: %2$s
              persistentVolumeClaimRetentionPolicy: {whenScaled: %3$s, whenDeleted: Retain}
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  tolerations: %4$s
                  containers:
                  - name: main
                    image: app:0
                    resources: {requests: {cpu: 5m}}
                    volumeMounts: [{name: data, mountPath: /data}]
              volumeClaimTemplates:
              - metadata: {name: data}
                spec:
                  storageClassName: %1$s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Mi}}
            """
                .formatted(
                    name,
                    parallel ? "Parallel" : "OrderedReady",
                    keepsClaims ? "Retain" : "Delete",
                    Workload.IMPATIENT)));
  }

  @Override
  public void change(ApiClient user, Chance chance) {
    var changed = user.get(StatefulSet.class, key()).toBuilder();
    if (chance.oneIn(2)) {
      changed.getSpecBuilder().setReplicas(1 + chance.below(MOST_REPLICAS));
    } else {
      changed
          .getSpecBuilder()
          .getTemplateBuilder()
          .getSpecBuilder()
          .getContainersBuilder(0)
          .setImage("app:" + chance.below(1000));
    }
    user.update(changed.build());
  }

  private ObjectKey key() {
    return new ObjectKey(Workload.NAMESPACE, name);
  }

  @Override
  public List<String> problems(Ledger ledger) {
    var set = ledger.get(StatefulSet.class, key()).orElseThrow();
    var problems = new ArrayList<String>();
    int replicas = set.getSpec().getReplicas();
    var status = set.getStatus();
    if (status.getObservedGeneration() != set.getMetadata().getGeneration()
        || status.getReplicas() != replicas
        || status.getReadyReplicas() != replicas
        || !status.getCurrentRevision().equals(status.getUpdateRevision())) {
      problems.add("stateful set %s wants %d, says %s".formatted(name, replicas, status));
    }
    var wanted = names(replicas, name + "-");
    var found = new TreeSet<String>();
    var image = set.getSpec().getTemplate().getSpec().getContainers(0).getImage();
    for (var pod : ledger.all(Pod.class)) {
      if (name.equals(pod.getMetadata().getLabelsMap().get("app"))
          && PodStatuses.isReady(pod)
          && pod.getSpec().getContainers(0).getImage().equals(image)) {
        found.add(pod.getMetadata().getName());
      }
    }
    if (!found.equals(wanted)) {
      problems.add("%s of %s are ready and new, wants %s".formatted(found, name, wanted));
    }
    problems.addAll(volumeProblems(ledger, replicas));
    return problems;
  }

  /// A claim whose pod never came has no volume, and nobody takes it away.
  private List<String> volumeProblems(Ledger ledger, int replicas) {
    var problems = new ArrayList<String>();
    var bound = new TreeSet<String>();
    for (var claim : ledger.all(PersistentVolumeClaim.class)) {
      if (claim.getMetadata().hasDeletionTimestamp()) {
        problems.add("claim %s is still there".formatted(claim.getMetadata().getName()));
      }
      if (claim.getStatus().getPhase().equals("Bound")) {
        bound.add(claim.getMetadata().getName());
      }
    }
    var wanted = names(replicas, "data-" + name + "-");
    if (!bound.containsAll(wanted)) {
      problems.add("claims %s are bound, wants %s".formatted(bound, wanted));
    }
    int volumes = ledger.all(PersistentVolume.class).size();
    if (volumes != bound.size()) {
      problems.add("%d volumes for %d claims".formatted(volumes, bound.size()));
    }
    return problems;
  }

  private static Set<String> names(int count, String prefix) {
    var names = new TreeSet<String>();
    IntStream.range(0, count).forEach(ordinal -> names.add(prefix + ordinal));
    return names;
  }
}
