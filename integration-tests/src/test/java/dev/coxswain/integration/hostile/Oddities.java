package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.coxswain.integration.simulation.Chance;
import java.util.List;

/// Values at which a parser or a validation may stumble.
record Oddities(Chance chance) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "-0",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "1e3",
          "1E400",
          "1e-400",
          "1e999999999",
          "0.1",
          "1.0",
          "1".repeat(400));
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A_b",
          "-",
          ".",
          "..",
          "/",
          "%",
          "%s%n",
          "*",
          "x".repeat(64),
          "x".repeat(254),
          "x".repeat(5000),
          "\u0000",
          "a\u0000b",
          "\uD800",
          "\uFFFF",
          "\uD83D\uDE00",
          "\u202E",
          "a\nb",
          "\r\n",
          "null",
          "true",
          "0",
          "-1",
          "99999999999999999999",
          "1e400",
          "1Ei",
          "9999999Ei",
          "-1Gi",
          "1.5m",
          "0.0000000000000000001",
          "50%",
          "-50%",
          "99999999999%",
          "%%",
          "1e99999999",
          "2026-01-01T00:00:00Z",
          "2026-13-45T99:99:99Z",
          "9999999-01-01T00:00:00Z",
          "0000-00-00T00:00:00Z",
          "10.0.0.0/33",
          "::1",
          "::ffff:1.2.3.4",
          "256.1.1.1",
          "* * * * *",
          "*/0 * * * *",
          "99 99 31 2 9-1",
          "@every 0s",
          "TZ=x * * * * *",
          "../../etc/passwd",
          "kubernetes.io/hostname",
          "a=b,c in (d",
          "(a+)+$",
          "${jndi:x}",
          "{{.}}",
          "$(A)",
          "AAAA=",
          "!!!!");

  JsonNode value() {
    return switch (chance.below(9)) {
      case 0, 1 -> NODES.textNode(text());
      case 2, 3 -> number();
      case 4 -> NODES.nullNode();
      case 5 -> NODES.booleanNode(chance.oneIn(2));
      case 6 -> NODES.arrayNode();
      case 7 -> NODES.objectNode();
      default ->
          chance.oneIn(2)
              ? NODES.arrayNode().add(value())
              : NODES.objectNode().set(text(), value());
    };
  }

  // As it stands: no reader of our own may round it before it leaves.
  private JsonNode number() {
    return NODES.rawValueNode(new RawValue(chance.pick(NUMBERS)));
  }

  String text() {
    return chance.pick(TEXTS);
  }
}
