package dev.coxswain.scheduler;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;
import java.util.function.UnaryOperator;

/// Nodes for tests, from small parts: 4 CPUs, 8Gi and 110 pods unless told otherwise.
public final class Nodes {
  private Nodes() {}

  /// A part of a node.
  public interface Part extends UnaryOperator<Node.Builder> {}

  public static Node node(String name, Part... parts) {
    var node =
        Node.newBuilder()
            .setMetadata(
                ObjectMeta.newBuilder().setName(name).putLabels("kubernetes.io/hostname", name));
    node = with("4", "8Gi", 110).apply(node);
    for (var part : parts) {
      node = part.apply(node);
    }
    return node.build();
  }

  public static NodeView view(Node node, PodView... pods) {
    return NodeView.of(node, List.of(pods));
  }

  public static Part with(String cpu, String memory, int pods) {
    return node -> {
      allocatable(node, "cpu", cpu);
      allocatable(node, "memory", memory);
      return allocatable(node, "pods", Integer.toString(pods));
    };
  }

  public static Part tainted(String key, String value, String effect) {
    return node -> {
      node.getSpecBuilder()
          .addTaints(Taint.newBuilder().setKey(key).setValue(value).setEffect(effect));
      return node;
    };
  }

  public static Part labelled(String key, String value) {
    return node -> {
      node.getMetadataBuilder().putLabels(key, value);
      return node;
    };
  }

  public static Part cordoned() {
    return node -> {
      node.getSpecBuilder().setUnschedulable(true);
      return node;
    };
  }

  private static Node.Builder allocatable(Node.Builder node, String resource, String value) {
    node.getStatusBuilder()
        .putAllocatable(resource, Quantity.newBuilder().setString(value).build());
    return node;
  }
}
