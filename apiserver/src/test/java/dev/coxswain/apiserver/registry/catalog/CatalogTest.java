package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every resource of the API has a strategy that keeps the promises of all strategies.
final class CatalogTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Path COLUMNS = Path.of("src/test/resources/table_columns.tsv");

  static List<ResourceType> storedResources() {
    return Scheme.kubernetes().resources().stream().filter(r -> r.supports("list")).toList();
  }

  @ParameterizedTest
  @MethodSource("storedResources")
  void columnsAreThoseOfKubernetes(ResourceType resource) throws IOException {
    var columns = Catalog.strategies().of(resource).columns();
    assertThat(columns.stream().map(CatalogTest::line).toList()).isEqualTo(expected(resource));
  }

  @ParameterizedTest
  @MethodSource("storedResources")
  void anEmptyObjectHasACellForEachColumn(ResourceType resource) {
    var strategy = Catalog.strategies().of(resource);
    assertThat(strategy.cells(named(resource), NOW))
        .hasSameSizeAs(strategy.columns())
        .startsWith(strategy.columns().getFirst().format().equals("name") ? "x" : "<unknown>");
  }

  @ParameterizedTest
  @MethodSource("storedResources")
  void defaultsAreAppliedOnce(ResourceType resource) {
    var strategy = Catalog.strategies().of(resource);
    var once = strategy.applyDefaults(named(resource));
    assertThat(strategy.applyDefaults(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("storedResources")
  void anUpdateWithoutChangesChangesNothing(ResourceType resource) {
    var strategy = Catalog.strategies().of(resource);
    var context = StrategyContext.at(NOW);
    var stored = strategy.prepareForCreate(strategy.applyDefaults(named(resource)), context);
    assertThat(strategy.prepareForUpdate(stored, stored, context)).isEqualTo(stored);
  }

  private static Message named(ResourceType resource) {
    return Metadata.with(resource.kind().prototype(), ObjectMeta.newBuilder().setName("x").build());
  }

  private static String line(TableColumn column) {
    return String.join(
        "\t", column.name(), column.type(), column.format(), Integer.toString(column.priority()));
  }

  private static List<String> expected(ResourceType resource) throws IOException {
    var prefix =
        String.join("\t", resource.group(), resource.groupVersion().version(), resource.plural())
            + "\t";
    return Files.readAllLines(COLUMNS).stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(line.indexOf('\t', prefix.length()) + 1))
        .toList();
  }
}
