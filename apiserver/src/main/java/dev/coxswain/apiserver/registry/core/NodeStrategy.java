package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.pods.TolerationValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Nodes: registered with their first status, which is why it is kept.
public final class NodeStrategy extends GenericStrategy<Node> {

  public NodeStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected Node resetStatus(Node node, StrategyContext context) {
    return node;
  }

  @Override
  protected void check(Node node, StrategyContext context, Problems problems) {
    checkTaints(node.getSpec().getTaintsList(), Problems.METADATA.child("taints"), problems);
    checkPodCidrs(node, problems);
    checkResources(node, problems);
  }

  @Override
  protected void checkUpdate(
      Node updated, Node existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    var before = existing.getSpec();
    var now = updated.getSpec();
    if (before.getPodCIDRsCount() > 0 && !before.getPodCIDRsList().equals(now.getPodCIDRsList())) {
      problems.forbidden(
          Problems.SPEC.child("podCIDRs"),
          "node updates may not change podCIDR except from \"\" to valid");
    }
    if (!before.getProviderID().isEmpty() && !before.getProviderID().equals(now.getProviderID())) {
      problems.forbidden(
          Problems.SPEC.child("providerID"),
          "node updates may not change providerID except from \"\" to valid");
    }
  }

  @Override
  protected void checkStatusUpdate(
      Node updated, Node existing, StrategyContext context, Problems problems) {
    checkResources(updated, problems);
    var addresses = new HashSet<Object>();
    for (int i = 0; i < updated.getStatus().getAddressesCount(); i++) {
      if (!addresses.add(updated.getStatus().getAddresses(i))) {
        problems.duplicate(
            Problems.STATUS.child("addresses").index(i), updated.getStatus().getAddresses(i));
      }
    }
  }

  @Override
  public Map<String, String> selectableFields(Node node) {
    return Map.of("spec.unschedulable", Boolean.toString(node.getSpec().getUnschedulable()));
  }

  @Override
  public List<TableColumn> columns() {
    return NodeTable.COLUMNS;
  }

  @Override
  public List<Object> cells(Node node, Instant now) {
    return NodeTable.cells(node, now);
  }

  private static void checkTaints(List<Taint> taints, FieldPath path, Problems problems) {
    var pairs = new HashSet<String>();
    for (int i = 0; i < taints.size(); i++) {
      var taint = taints.get(i);
      var at = path.index(i);
      problems.invalid(at.child("key"), taint.getKey(), Names.isQualifiedName(taint.getKey()));
      problems.invalid(
          at.child("value"), taint.getValue(), Names.isValidLabelValue(taint.getValue()));
      TolerationValidation.checkEffect(taint.getEffect(), false, at.child("effect"), problems);
      if (!pairs.add(taint.getKey() + ":" + taint.getEffect())) {
        var shown =
            GoStruct.of()
                .with("Key", taint.getKey())
                .with("Value", taint.getValue())
                .with("Effect", taint.getEffect())
                .with("TimeAdded", taint.hasTimeAdded() ? taint.getTimeAdded() : null)
                .tree();
        problems.duplicate(at, shown, "taints must be unique by key and effect pair");
      }
    }
  }

  private static void checkPodCidrs(Node node, Problems problems) {
    var path = Problems.SPEC.child("podCIDRs");
    for (int i = 0; i < node.getSpec().getPodCIDRsCount(); i++) {
      var cidr = node.getSpec().getPodCIDRs(i);
      problems.invalid(path.index(i), cidr, Addresses.isValidCidr(cidr));
    }
  }

  private static void checkResources(Node node, Problems problems) {
    ResourceValidation.checkAmounts(
        node.getStatus().getCapacityMap(), Problems.STATUS.child("capacity"), problems);
    ResourceValidation.checkAmounts(
        node.getStatus().getAllocatableMap(), Problems.STATUS.child("allocatable"), problems);
  }
}
