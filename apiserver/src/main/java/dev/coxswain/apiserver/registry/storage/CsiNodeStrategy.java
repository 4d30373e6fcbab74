package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSINodeDriver;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The storage drivers of a node.
public final class CsiNodeStrategy extends GenericStrategy<CSINode> {
  private static final int MAX_NODE_ID = 256;

  public CsiNodeStrategy(ResourceType resource) {
    super(resource, StorageTables.CSI_NODES);
  }

  @Override
  protected void check(CSINode node, StrategyContext context, Problems problems) {
    var names = new HashSet<String>();
    var path = Problems.SPEC.child("drivers");
    for (int i = 0; i < node.getSpec().getDriversCount(); i++) {
      checkDriver(node.getSpec().getDrivers(i), names, path.index(i), problems);
    }
  }

  @Override
  protected void checkUpdate(
      CSINode updated, CSINode existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    for (var before : existing.getSpec().getDriversList()) {
      for (var now : updated.getSpec().getDriversList()) {
        boolean same =
            now.toBuilder()
                .clearAllocatable()
                .build()
                .equals(before.toBuilder().clearAllocatable().build());
        if (now.getName().equals(before.getName()) && !same) {
          problems.invalid(Problems.SPEC.child("drivers"), shown(now), Messages.IMMUTABLE);
        }
      }
    }
  }

  private static Object shown(CSINodeDriver driver) {
    var keys = List.copyOf(driver.getTopologyKeysList());
    return GoStruct.of()
        .with("Name", driver.getName())
        .with("NodeID", driver.getNodeID())
        .with("TopologyKeys", keys.isEmpty() ? null : keys)
        .with("Allocatable", null)
        .tree();
  }

  private static void checkDriver(
      CSINodeDriver driver, Set<String> names, FieldPath path, Problems problems) {
    DriverNames.check(driver.getName(), path.child("name"), problems);
    var id = driver.getNodeID();
    if (id.isEmpty()) {
      problems.required(path.child("nodeID"));
    }
    if (id.length() > MAX_NODE_ID) {
      problems.invalid(path.child("nodeID"), id, "must be " + MAX_NODE_ID + " characters or less");
    }
    problems.nonNegative(path.child("allocatable", "count"), driver.getAllocatable().getCount());
    if (!names.add(driver.getName())) {
      problems.duplicate(path.child("name"), driver.getName());
    }
    var keys = new HashSet<String>();
    for (var key : driver.getTopologyKeysList()) {
      if (key.isEmpty()) {
        problems.required(path);
      }
      if (!keys.add(key)) {
        problems.duplicate(path, key);
      }
      problems.invalid(path, key, Names.isQualifiedName(key));
    }
  }
}
