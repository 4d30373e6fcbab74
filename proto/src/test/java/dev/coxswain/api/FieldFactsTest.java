package dev.coxswain.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import dev.coxswain.api.DescribedMessages.Described;
import dev.coxswain.api.Facts.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every message and field of the facts is in the contract, with the same properties.
class FieldFactsTest {
  /// Messages of the contract that the facts don't list.
  private static final List<String> BEYOND_FACTS = List.of("admission/v1.", "apidiscovery/v2.");

  private final Map<String, Described> messages = DescribedMessages.all();
  private final Map<String, List<Row>> facts =
      Facts.table("fields.tsv").stream()
          .collect(
              Collectors.groupingBy(
                  row -> row.get("package") + "." + row.get("message"),
                  TreeMap::new,
                  Collectors.toList()));

  @Test
  void contractHasTheMessagesOfTheFacts() {
    var missing = new TreeSet<>(facts.keySet());
    missing.removeAll(messages.keySet());
    var unknown = new TreeSet<>(messages.keySet());
    unknown.removeAll(facts.keySet());
    unknown.removeIf(name -> BEYOND_FACTS.stream().anyMatch(name::startsWith));
    assertThat(missing).isEmpty();
    assertThat(unknown).isEmpty();
  }

  @Test
  void kindsAreTheMessagesWithKindAndApiVersion() {
    var differences = new ArrayList<String>();
    facts.forEach((name, rows) -> {
      boolean kind = rows.stream().anyMatch(FieldFactsTest::isTypeMeta);
      if (messages.containsKey(name) && messages.get(name).isKind() != kind) {
        differences.add(name + ": a kind? facts " + kind);
      }
    });
    assertThat(differences).isEmpty();
  }

  @Test
  void messagesHaveTheFieldsOfTheFactsInTheOrderOfJson() {
    var differences = new ArrayList<String>();
    facts.forEach((name, rows) -> {
      var expected =
          rows.stream()
              .filter(FieldFactsTest::isField)
              .sorted((a, b) -> Integer.compare(order(a), order(b)))
              .map(FieldFactsTest::name)
              .toList();
      var actual =
          fields(name).stream().map(FieldDescriptorProto::getName).map(this::plain).toList();
      if (!expected.stream().map(this::plain).toList().equals(actual)) {
        differences.add(name + ": facts " + expected + ", contract " + actual);
      }
    });
    assertThat(differences).isEmpty();
  }

  @Test
  void fieldsHaveThePropertiesOfTheFacts() {
    var differences = new ArrayList<String>();
    facts.forEach((name, rows) ->
        rows.stream()
            .filter(FieldFactsTest::isField)
            .forEach(row -> compare(name, row, differences)));
    assertThat(differences).isEmpty();
  }

  private void compare(String name, Row row, List<String> differences) {
    var found =
        fields(name).stream().filter(f -> plain(f.getName()).equals(plain(name(row)))).findFirst();
    if (found.isEmpty()) {
      differences.add(name + "." + name(row) + ": missing");
      return;
    }
    var field = found.get();
    var actual = new DescribedField(messages.get(name).message(), field).columns();
    var expected = expected(row);
    if (!row.get("field").isEmpty() && !row.get("field").equals("-")) {
      expected.put("json name", row.get("field"));
      actual.put("json name", field.getJsonName());
    }
    expected.forEach((column, value) -> {
      if (!value.equals(actual.get(column))) {
        differences.add(
            "%s.%s: %s is %s, facts say %s"
                .formatted(name, name(row), column, actual.get(column), value));
      }
    });
  }

  private static Map<String, String> expected(Row row) {
    var expected = new TreeMap<String, String>();
    for (var column :
        List.of(
            "number",
            "type",
            "label",
            "inline",
            "required",
            "patch_strategy",
            "patch_merge_key",
            "list_type",
            "list_map_keys",
            "map_type",
            "omitzero")) {
      expected.put(column, row.get(column));
    }
    expected.put("presence", presence(row));
    boolean plain = !row.get("go_kind").equals("struct") && !row.get("field").equals("-");
    expected.put("kept", DescribedField.yesNo(plain && !row.yes("omitempty")));
    if (row.get("number").equals("0")) {
      expected.remove("number");
    }
    if (row.get("type").equals("any")) {
      expected.put("type", "bytes");
    }
    if (row.get("field").equals("-")) {
      expected.remove("required");
    }
    return expected;
  }

  private static String presence(Row row) {
    return switch (row.get("go_kind")) {
      case "scalar" -> "value";
      case "slice" -> row.get("label").equals("repeated") ? "many" : "pointer";
      case "map" -> "many";
      case "bytes" -> "pointer";
      default -> row.get("go_kind");
    };
  }

  private List<FieldDescriptorProto> fields(String message) {
    return messages.containsKey(message)
        ? messages.get(message).message().getFieldList()
        : List.of();
  }

  private static boolean isTypeMeta(Row row) {
    return row.yes("inline") && row.get("type").equals("meta/v1.TypeMeta");
  }

  private static boolean isField(Row row) {
    return !isTypeMeta(row) && !row.get("type").equals("-");
  }

  private static int order(Row row) {
    return Integer.parseInt(row.get("json_order"));
  }

  private static String name(Row row) {
    return row.get("proto_name").equals("-") ? row.get("field") : row.get("proto_name");
  }

  private String plain(String name) {
    return name.replace("_", "").toLowerCase(java.util.Locale.ROOT);
  }
}
