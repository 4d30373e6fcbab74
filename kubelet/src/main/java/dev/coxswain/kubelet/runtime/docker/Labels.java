package dev.coxswain.kubelet.runtime.docker;

import dev.coxswain.kubelet.runtime.ContainerSpec;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.SandboxSpec;
import java.util.Map;
import java.util.TreeMap;

/// What we write on every container, so that it can be recognised after a restart of the kubelet.
final class Labels {
  static final String NODE = "dev.coxswain.node";
  static final String UID = "io.kubernetes.pod.uid";
  private static final String NAME = "io.kubernetes.pod.name";
  private static final String NAMESPACE = "io.kubernetes.pod.namespace";
  private static final String CONTAINER = "io.kubernetes.container.name";
  private static final String HASH = "io.kubernetes.container.hash";
  private static final String ATTEMPT = "io.kubernetes.container.restartCount";
  private static final String TYPE = "io.kubernetes.docker.type";
  private static final String IMAGE = "dev.coxswain.image";
  private static final String SANDBOX_ID = "io.kubernetes.sandbox.id";
  private static final String SANDBOX = "podsandbox";
  private static final String PAUSE = "POD";

  private Labels() {}

  static Map<String, String> of(SandboxSpec spec, String node) {
    var labels = common(spec.pod(), node, spec.attempt());
    labels.put(TYPE, SANDBOX);
    labels.put(CONTAINER, PAUSE);
    return labels;
  }

  static Map<String, String> of(ContainerSpec spec, String node) {
    var labels = common(spec.pod(), node, spec.attempt());
    labels.put(TYPE, "container");
    labels.put(CONTAINER, spec.name());
    labels.put(HASH, spec.hash());
    labels.put(IMAGE, spec.imageName());
    labels.put(SANDBOX_ID, spec.sandboxId());
    return labels;
  }

  static boolean isSandbox(Map<String, String> labels) {
    return SANDBOX.equals(labels.get(TYPE));
  }

  static PodId pod(Map<String, String> labels) {
    return new PodId(text(labels, NAMESPACE), text(labels, NAME), text(labels, UID));
  }

  static String container(Map<String, String> labels) {
    return text(labels, CONTAINER);
  }

  static String sandbox(Map<String, String> labels) {
    return text(labels, SANDBOX_ID);
  }

  static String hash(Map<String, String> labels) {
    return text(labels, HASH);
  }

  static String image(Map<String, String> labels) {
    return text(labels, IMAGE);
  }

  static int attempt(Map<String, String> labels) {
    return Integer.parseInt(labels.getOrDefault(ATTEMPT, "0"));
  }

  /// The container's name in the engine, as kubelets have always called them.
  static String containerName(PodId pod, String container, int attempt) {
    return String.join(
        "_", "k8s", container, pod.name(), pod.namespace(), pod.uid(), Integer.toString(attempt));
  }

  static String sandboxName(SandboxSpec spec) {
    return containerName(spec.pod(), PAUSE, spec.attempt());
  }

  private static Map<String, String> common(PodId pod, String node, int attempt) {
    var labels = new TreeMap<String, String>();
    labels.put(NODE, node);
    labels.put(UID, pod.uid());
    labels.put(NAME, pod.name());
    labels.put(NAMESPACE, pod.namespace());
    labels.put(ATTEMPT, Integer.toString(attempt));
    return labels;
  }

  private static String text(Map<String, String> labels, String key) {
    return labels.getOrDefault(key, "");
  }
}
