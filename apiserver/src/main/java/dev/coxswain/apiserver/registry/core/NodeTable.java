package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/// The table of nodes.
final class NodeTable {
  static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Status", "Whether the node is ready, and whether pods may be put on it."),
          Columns.text("Roles", "Roles that the node's labels name."),
          Columns.age(),
          Columns.text("Version", "Version of the node's kubelet."),
          Columns.text("Internal-IP", "Address of the node within the cluster.").wide(),
          Columns.text("External-IP", "Address of the node from outside.").wide(),
          Columns.text("OS-Image", "Name of the operating system.").wide(),
          Columns.text("Kernel-Version", "Version of the kernel, and the machine's architecture.")
              .wide(),
          Columns.text("Container-Runtime", "Name and version of the container runtime.").wide());

  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE_LABEL = "kubernetes.io/role";
  private static final String UNKNOWN = "<unknown>";

  private NodeTable() {}

  static List<Object> cells(Node node, Instant now) {
    var info = node.getStatus().getNodeInfo();
    return List.of(
        node.getMetadata().getName(),
        status(node),
        roles(node),
        Ages.since(node.getMetadata(), now),
        info.getKubeletVersion(),
        address(node, "InternalIP"),
        address(node, "ExternalIP"),
        orUnknown(info.getOsImage()),
        kernel(info.getKernelVersion(), info.getArchitecture()),
        orUnknown(info.getContainerRuntimeVersion()));
  }

  private static String status(Node node) {
    var ready =
        node.getStatus().getConditionsList().stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst()
            .map(c -> c.getStatus().equals("True") ? "Ready" : "NotReady")
            .orElse("Unknown");
    return node.getSpec().getUnschedulable() ? ready + ",SchedulingDisabled" : ready;
  }

  private static String roles(Node node) {
    var roles = new TreeSet<String>();
    node.getMetadata()
        .getLabelsMap()
        .forEach((key, value) -> {
          if (key.startsWith(ROLE_PREFIX) && key.length() > ROLE_PREFIX.length()) {
            roles.add(key.substring(ROLE_PREFIX.length()));
          } else if (key.equals(ROLE_LABEL) && !value.isEmpty()) {
            roles.add(value);
          }
        });
    return Cells.orNone(String.join(",", roles));
  }

  private static String address(Node node, String type) {
    return node.getStatus().getAddressesList().stream()
        .filter(a -> a.getType().equals(type))
        .findFirst()
        .map(NodeAddress::getAddress)
        .orElse(Cells.NONE);
  }

  private static String kernel(String version, String architecture) {
    if (version.isEmpty()) {
      return UNKNOWN;
    }
    return architecture.isEmpty() ? version : "%s (%s)".formatted(version, architecture);
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? UNKNOWN : text;
  }
}
