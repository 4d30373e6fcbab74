package dev.coxswain.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.DescribedMessages.Described;
import dev.coxswain.api.Facts.Row;
import dev.coxswain.api.options.Resource;
import dev.coxswain.api.options.Subresource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Discovery and the places in etcd are those of the facts.
class ResourceFactsTest {
  private final List<Described> served =
      DescribedMessages.all().values().stream().filter(d -> d.resource().isPresent()).toList();

  @Test
  void discoveryListsTheResourcesOfTheFacts() {
    var described =
        served.stream().collect(Collectors.toMap(ResourceFactsTest::id, this::discovery));
    var facts =
        Facts.table("resources.tsv").stream()
            .collect(
                Collectors.toMap(
                    row -> id(row.get("group"), row.get("version"), row.get("kind")),
                    ResourceFactsTest::discovery));
    assertThat(new TreeMap<>(described)).isEqualTo(new TreeMap<>(facts));
  }

  @Test
  void objectsAreStoredWhereTheFactsSay() {
    var described =
        served.stream()
            .filter(d -> d.resource().orElseThrow().getVerbsList().contains("create"))
            .filter(d -> d.resource().orElseThrow().getVerbsList().contains("list"))
            .filter(d -> !id(d).equals("autoscaling/v1 HorizontalPodAutoscaler"))
            .collect(Collectors.toMap(ResourceFactsTest::storageId, ResourceFactsTest::storage));
    var facts =
        Facts.table("etcd_keys.tsv").stream()
            .filter(row -> row.get("record").equals("resource"))
            .filter(row -> !row.get("group").startsWith("{"))
            .collect(
                Collectors.toMap(
                    row -> row.get("group") + " " + row.get("kind"), ResourceFactsTest::storage));
    assertThat(new TreeMap<>(described)).isEqualTo(new TreeMap<>(facts));
  }

  private Map<String, String> discovery(Described described) {
    var resource = described.resource().orElseThrow();
    return new TreeMap<>(
        Map.of(
            "plural", resource.getPlural(),
            "singular", resource.getSingular(),
            "short_names", String.join(",", resource.getShortNamesList()),
            "namespaced", DescribedField.yesNo(resource.getNamespaced()),
            "verbs", String.join(",", resource.getVerbsList()),
            "categories", String.join(",", resource.getCategoriesList()),
            "subresources",
                resource.getSubresourcesList().stream()
                    .map(ResourceFactsTest::subresource)
                    .collect(Collectors.joining(";")),
            "storage_version_hash", resource.getStorageVersionHash()));
  }

  private static Map<String, String> discovery(Row row) {
    var columns = new TreeMap<>(row.cells());
    columns.keySet().removeAll(List.of("group", "version", "kind"));
    return columns;
  }

  private static String subresource(Subresource subresource) {
    var version = subresource.getGroupVersion();
    return "%s=%s%s(%s)"
        .formatted(
            subresource.getName(),
            version.isEmpty() ? "" : version + ".",
            subresource.getKind(),
            String.join(",", subresource.getVerbsList()));
  }

  private static Map<String, String> storage(Described described) {
    var resource = described.resource().orElseThrow();
    var prefix = either(resource.getStoragePrefix(), resource.getPlural());
    var namespace = resource.getNamespaced() ? "/{namespace}" : "";
    return Map.of(
        "key",
        "/registry/" + prefix + namespace + "/{name}",
        "version",
        either(resource.getStorageVersion(), apiVersion(described)),
        "encoding",
        resource.getStoredAsJson() ? "json" : "protobuf",
        "ttl",
        ttl(resource));
  }

  private static Map<String, String> storage(Row row) {
    return Map.of(
        "key", row.get("key_pattern"),
        "version", row.get("storage_api_version"),
        "encoding", row.get("encoding"),
        "ttl", row.get("ttl_seconds"));
  }

  private static String ttl(Resource resource) {
    return resource.getTtlSeconds() == 0 ? "" : Long.toString(resource.getTtlSeconds());
  }

  private static String either(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static String storageId(Described described) {
    return described.groupVersion().getGroup() + " " + described.message().getName();
  }

  private static String id(Described described) {
    var gv = described.groupVersion();
    return id(gv.getGroup(), gv.getVersion(), described.message().getName());
  }

  private static String id(String group, String version, String kind) {
    return group + "/" + version + " " + kind;
  }

  private static String apiVersion(Described described) {
    var gv = described.groupVersion();
    return gv.getGroup().isEmpty() ? gv.getVersion() : gv.getGroup() + "/" + gv.getVersion();
  }
}
