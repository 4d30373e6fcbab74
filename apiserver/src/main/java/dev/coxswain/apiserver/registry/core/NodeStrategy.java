package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.NodeWarnings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  public Node prepareForCreate(Node node, StrategyContext context) {
    return super.prepareForCreate(withoutConfiguration(node, Optional.empty()), context);
  }

  @Override
  public Node prepareForUpdate(Node updated, Node existing, StrategyContext context) {
    var kept = withoutConfiguration(updated, Optional.of(existing));
    return super.prepareForUpdate(kept, existing, context);
  }

  @Override
  protected void check(Node node, StrategyContext context, Problems problems) {
    NodeValidation.check(node, problems);
  }

  @Override
  protected void checkUpdate(
      Node updated, Node existing, StrategyContext context, Problems problems) {
    NodeValidation.check(updated, problems);
    NodeValidation.checkChange(updated, existing, problems);
  }

  @Override
  protected void checkStatusUpdate(
      Node updated, Node existing, StrategyContext context, Problems problems) {
    NodeValidation.checkResources(updated, problems);
    NodeValidation.checkChange(updated, existing, problems);
  }

  @Override
  public List<String> warnings(Node node, Optional<Node> existing) {
    return NodeWarnings.of(node);
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

  /// Kubelets no longer get their configuration from the API; only old objects say that they do.
  private static Node withoutConfiguration(Node node, Optional<Node> existing) {
    var changed = node.toBuilder();
    if (existing.filter(e -> e.getSpec().hasConfigSource()).isEmpty()) {
      changed.getSpecBuilder().clearConfigSource();
    }
    if (existing.filter(e -> e.getStatus().hasConfig()).isEmpty()) {
      changed.getStatusBuilder().clearConfig();
    }
    return changed.build();
  }
}
