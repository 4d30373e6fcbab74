package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.integration.simulation.Chance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Bodies of requests, from slightly wrong to nonsense.
record Bodies(Chance chance, Mutation mutation, RandomGenerator random) {
  static final String JSON = "application/json";
  static final String YAML = "application/yaml";
  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  private static final List<String> PATCHES =
      List.of(JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> DIRECTIVES =
      List.of("$patch", "$retainKeys", "$deleteFromPrimitiveList/args", "$setElementOrder/ports");
  private static final List<String> OPERATIONS =
      List.of("add", "remove", "replace", "move", "copy", "test", "frob");

  private static final List<Nesting> NESTINGS =
      List.of(
          new Nesting("[", "]"),
          new Nesting("{\"a\":", "}"),
          new Nesting("{\"metadata\":", "}"),
          new Nesting("[{\"spec\":", "}]"));

  private record Nesting(String open, String close) {}

  /// Bytes and what they claim to be.
  record Body(String type, byte[] bytes) {}

  /// What is sent to create or to replace an object.
  Body object(JsonNode valid) {
    return switch (chance.below(20)) {
      case 0 -> new Body(JSON, nesting());
      case 1 -> new Body(YAML, bomb());
      case 2 -> new Body(PROTOBUF, protobuf(valid));
      case 3 -> new Body(JSON, damaged(write(mutation.of(valid, 1))));
      case 4 -> new Body(YAML, damaged(write(mutation.of(valid, 1))));
      case 5 -> new Body(JSON, write(valid));
      case 6 -> new Body(YAML, write(mutation.of(valid, 1 + chance.below(4))));
      default -> new Body(JSON, write(mutation.of(valid, 1 + chance.below(4))));
    };
  }

  Body patch(JsonNode valid) {
    String type = chance.pick(PATCHES);
    if (chance.oneIn(40)) {
      return new Body(type, nesting());
    }
    byte[] bytes =
        switch (type) {
          case JSON_PATCH -> write(operations(valid));
          case STRATEGIC_PATCH -> write(directed(mutation.of(valid, 1 + chance.below(3))));
          default -> write(mutation.of(valid, chance.below(4)));
        };
    return new Body(type, chance.oneIn(20) ? damaged(bytes) : bytes);
  }

  private JsonNode operations(JsonNode valid) {
    var operations = NODES.arrayNode();
    for (int i = chance.below(6); i >= 0; i--) {
      var operation = operations.addObject();
      operation.put("op", chance.pick(OPERATIONS)).put("path", pointer(valid));
      operation.set("value", chance.oneIn(3) ? mutation.part(valid) : mutation.oddities().value());
      operation.put("from", pointer(valid));
    }
    return chance.oneIn(10) ? mutation.of(operations, 2) : operations;
  }

  private String pointer(JsonNode valid) {
    var path = new StringBuilder();
    var node = valid;
    while (node.isContainerNode() && !node.isEmpty() && !chance.oneIn(5)) {
      if (node.isArray()) {
        int index = chance.below(node.size());
        path.append('/').append(chance.oneIn(8) ? oddIndex() : String.valueOf(index));
        node = node.get(index);
      } else {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        String name = chance.pick(names);
        path.append('/').append(chance.oneIn(8) ? mutation.oddities().text() : name);
        node = node.get(name);
      }
    }
    return path.toString();
  }

  private String oddIndex() {
    return chance.pick(List.of("-", "-1", "01", "999999999", "99999999999999999999", "~", "~2"));
  }

  private JsonNode directed(JsonNode patch) {
    var part = mutation.part(patch);
    if (part instanceof ObjectNode object) {
      object.set(
          chance.pick(DIRECTIVES),
          chance.oneIn(2)
              ? NODES.textNode(chance.pick(List.of("delete", "replace", "merge", "frob")))
              : mutation.oddities().value());
    }
    return patch;
  }

  private byte[] nesting() {
    int depth = 1 + chance.below(chance.oneIn(10) ? 200_000 : 3_000);
    var shape = chance.pick(NESTINGS);
    String open = shape.open().repeat(depth);
    String text = chance.oneIn(3) ? open : open + "1" + shape.close().repeat(depth);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bomb() {
    return chance
        .pick(
            List.of(
                laughs(),
                "a: &a [*a]",
                "&a a: *a",
                "a: &a {<<: *a}",
                "!!java.net.URL [http://127.0.0.1]",
                "? ? ? ? a",
                "--- a\n--- b\n--- c",
                "%YAML 9.9\n---\na",
                "a: |\n" + " ".repeat(5000) + "b",
                "[".repeat(2000),
                "- ".repeat(5000),
                "a: !!binary ////",
                "a: !!int 99999999999999999999999",
                "a: .inf\nb: .nan\nc: 0o777\nd: 1_000\ne: 1:30",
                "? [a, b]\n: c"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String laughs() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String eight = ("*a" + (i - 1) + ", ").repeat(8);
      text.append("a%d: &a%d [%s*a%d]%n".formatted(i, i, eight, i - 1));
    }
    return text + "data: *a11\n";
  }

  /// The envelope of Kubernetes around something that is no message.
  private byte[] protobuf(JsonNode valid) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {'k', '8', 's', 0});
    field(bytes, 1, typeMeta(valid));
    byte[] raw = new byte[chance.below(200)];
    random.nextBytes(raw);
    field(bytes, 2, chance.oneIn(2) ? raw : nestedFields(raw));
    byte[] whole = bytes.toByteArray();
    return chance.oneIn(5) ? Arrays.copyOf(whole, chance.below(whole.length)) : whole;
  }

  private static byte[] typeMeta(JsonNode valid) {
    var type = new ByteArrayOutputStream();
    field(type, 1, valid.path("apiVersion").asText().getBytes(StandardCharsets.UTF_8));
    field(type, 2, valid.path("kind").asText().getBytes(StandardCharsets.UTF_8));
    return type.toByteArray();
  }

  private byte[] nestedFields(byte[] raw) {
    byte[] inner = raw;
    for (int depth = chance.below(chance.oneIn(20) ? 400 : 8); depth >= 0; depth--) {
      var outer = new ByteArrayOutputStream();
      field(outer, 1 + chance.below(5), inner);
      inner = outer.toByteArray();
    }
    return inner;
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] value) {
    out.write((number << 3) | 2);
    int length = value.length;
    while (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(value);
  }

  /// The bytes with something done to them that knows nothing of their meaning.
  private byte[] damaged(byte[] bytes) {
    byte[] copy = bytes.clone();
    int at = chance.below(copy.length);
    return switch (chance.below(6)) {
      case 0 -> Arrays.copyOf(copy, at);
      case 1 -> {
        copy[at] = (byte) random.nextInt();
        yield copy;
      }
      case 2 -> {
        copy[at] = 0;
        yield copy;
      }
      case 3 -> spliced(copy, at, new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff});
      case 4 -> spliced(copy, 1, "\"kind\":1,\"kind\":\"Pod\",".getBytes(StandardCharsets.UTF_8));
      default -> spliced(copy, at, Arrays.copyOfRange(copy, at, copy.length));
    };
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] more) {
    var all = new ByteArrayOutputStream();
    all.write(bytes, 0, at);
    all.writeBytes(more);
    all.write(bytes, at, bytes.length - at);
    return all.toByteArray();
  }

  private static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
