package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a stateful pod wrote is there again when it comes back, and gone when its policy says so.
@Tag("end-to-end")
@Timeout(240)
class StatefulVolumesTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  private static LocalCluster cluster;
  private static Space space;
  private static Path volumes;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(1);
    space = Space.create(cluster, "stateful");
    volumes = cluster.directory().resolve("volumes");
    space.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: stateful}
        provisioner: coxswain.dev/local-path
        volumeBindingMode: WaitForFirstConsumer
        parameters: {path: %s}
        """
            .formatted(volumes));
  }

  @AfterAll
  static void remove() throws Exception {
    space.close();
    cluster.kubectlOk("delete", "storageclass", "stateful");
  }

  @Test
  void dataComesBackToItsOrdinal() throws Exception {
    space.apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          replicas: 2
          persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Retain}
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: c
                image: coxswain/demo:v1
                command: [sh, -c, "echo $HOSTNAME >> /data/log; exec /serve"]
                volumeMounts: [{name: data, mountPath: /data}]
          volumeClaimTemplates:
          - metadata: {name: data}
            spec:
              storageClassName: stateful
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Mi}}
        """);
    ready(2);
    String volume = space.read("pvc/data-db-1", ".spec.volumeName");

    String uid = space.read("pod/db-1", ".metadata.uid");
    space.ok("delete", "pod", "db-1");
    space.until(SOON, "pod/db-1", ".metadata.uid", now -> !now.equals(uid));
    ready(2);
    assertThat(written("db-1")).as("by both pods of the name").isEqualTo("db-1\ndb-1\n");
    assertThat(written("db-0")).isEqualTo("db-0\n");
    assertThat(space.read("pvc/data-db-1", ".spec.volumeName")).isEqualTo(volume);

    space.ok("scale", "statefulset", "db", "--replicas=1");
    gone("pvc", "data-db-1");
    gone("pv", volume);
    assertThat(Files.exists(volumes.resolve(volume))).as("the deleted volume's data").isFalse();
    space.ok("scale", "statefulset", "db", "--replicas=2");
    ready(2);
    assertThat(written("db-1")).as("on a new volume").isEqualTo("db-1\n");

    space.ok("delete", "statefulset", "db");
    gone("pod", "db-0");
    gone("pod", "db-1");
    assertThat(space.ok("get", "pvc", "-o", "name").lines())
        .containsExactly("persistentvolumeclaim/data-db-0", "persistentvolumeclaim/data-db-1");
    assertThat(space.read("pvc/data-db-0", ".status.phase")).isEqualTo("Bound");
  }

  private static void ready(int replicas) throws Exception {
    space.untilIs(SOON, "statefulset/db", ".status.readyReplicas", String.valueOf(replicas));
  }

  private static void gone(String kind, String name) throws Exception {
    space
        .cluster()
        .untilSo(
            SOON, () -> space.ok("get", kind, "--ignore-not-found", "-o", "name", name).isEmpty());
  }

  private static String written(String pod) throws Exception {
    return space.ok("exec", pod, "--", "cat", "/data/log");
  }
}
