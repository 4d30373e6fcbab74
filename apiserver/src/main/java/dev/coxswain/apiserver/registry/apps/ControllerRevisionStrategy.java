package dev.coxswain.apiserver.registry.apps;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.print.Plurals;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Revisions of stateful and daemon sets: written once.
public final class ControllerRevisionStrategy extends GenericStrategy<ControllerRevision> {
  private static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Controller", "What the revision is of."),
          Columns.text("Revision", "The number of the revision."),
          Columns.age());

  private static final ObjectMapper JSON = new ObjectMapper();

  public ControllerRevisionStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected void check(ControllerRevision revision, StrategyContext context, Problems problems) {
    problems.nonNegative(FieldPath.of("revision"), revision.getRevision());
    checkData(revision.getData().getRaw().toByteArray(), FieldPath.of("data"), problems);
  }

  @Override
  protected void checkUpdate(
      ControllerRevision updated,
      ControllerRevision existing,
      StrategyContext context,
      Problems problems) {
    problems.nonNegative(FieldPath.of("revision"), updated.getRevision());
    problems.unchanged(FieldPath.of("data"), updated.getData(), existing.getData());
  }

  private static void checkData(byte[] json, FieldPath path, Problems problems) {
    if (json.length == 0) {
      problems.required(path, "data is mandatory");
      return;
    }
    try {
      var data = JSON.readTree(json);
      if (data.isNull()) {
        problems.required(path, "data is mandatory");
      } else if (!data.isObject()) {
        problems.required(path, "data must be a valid JSON object");
      }
    } catch (IOException e) {
      problems.invalid(path, "<value omitted>", "error parsing data: " + e.getMessage());
    }
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(ControllerRevision revision, Instant now) {
    var controller =
        Metadata.controllerOf(revision)
            .map(owner ->
                Plurals.qualifiedKind(
                        owner.getKind(), GroupVersion.parse(owner.getApiVersion()).group())
                    + "/"
                    + owner.getName())
            .orElse(Cells.NONE);
    return List.of(
        revision.getMetadata().getName(),
        controller,
        revision.getRevision(),
        Ages.since(revision.getMetadata(), now));
  }
}
