package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/// Writes a version 2 document as the messages of the protobuf package `openapi.v2`, which clients
/// of `/openapi/v2` read.
///
/// The field numbers are those of gnostic's OpenAPIv2.proto.
final class OpenApiV2Protobuf {
  private OpenApiV2Protobuf() {}

  static byte[] document(JsonNode document) {
    return message(
            to -> {
              to.text(1, document.get("swagger"));
              to.bytes(2, info(document.get("info")));
              to.bytes(8, named(document.get("paths"), 2, OpenApiV2Protobuf::pathItem));
              to.bytes(9, named(document.get("definitions"), 1, OpenApiV2Protobuf::schema));
              to.bytes(
                  13, named(document.get("securityDefinitions"), 1, OpenApiV2Protobuf::apiKey));
            })
        .toByteArray();
  }

  private static ByteString info(JsonNode info) {
    return message(to -> {
      to.text(1, info.get("title"));
      to.text(2, info.get("version"));
    });
  }

  private static ByteString apiKey(JsonNode scheme) {
    var security =
        message(to -> {
          to.text(1, scheme.get("type"));
          to.text(2, scheme.get("name"));
          to.text(3, scheme.get("in"));
          to.text(4, scheme.get("description"));
        });
    return message(to -> to.bytes(2, security));
  }

  private static ByteString pathItem(JsonNode item) {
    return message(to -> {
      to.operation(2, item.get("get"));
      to.operation(3, item.get("put"));
      to.operation(4, item.get("post"));
      to.operation(5, item.get("delete"));
      to.operation(8, item.get("patch"));
      for (var parameter : item.path("parameters")) {
        to.bytes(9, parameter(parameter));
      }
    });
  }

  private static ByteString operation(JsonNode operation) {
    return message(to -> {
      to.texts(1, operation.path("tags"));
      to.text(3, operation.get("description"));
      to.text(5, operation.get("operationId"));
      to.texts(6, operation.path("produces"));
      to.texts(7, operation.path("consumes"));
      for (var parameter : operation.path("parameters")) {
        to.bytes(8, parameter(parameter));
      }
      to.bytes(9, named(operation.get("responses"), 1, OpenApiV2Protobuf::response));
      to.texts(10, operation.path("schemes"));
      to.extensions(13, operation);
    });
  }

  /// `ParametersItem`, with the choice between its kinds of parameters inside.
  private static ByteString parameter(JsonNode parameter) {
    var in = parameter.get("in").textValue();
    if (in.equals("body")) {
      var body =
          message(to -> {
            to.text(2, parameter.get("name"));
            to.text(3, parameter.get("in"));
            to.flag(4, parameter.get("required"));
            to.bytes(5, schema(parameter.get("schema")));
          });
      return message(to -> to.bytes(1, message(choice -> choice.bytes(1, body))));
    }
    boolean query = in.equals("query");
    var primitive =
        message(to -> {
          to.flag(1, parameter.get("required"));
          to.text(2, parameter.get("in"));
          to.text(3, parameter.get("description"));
          to.text(4, parameter.get("name"));
          to.text(query ? 6 : 5, parameter.get("type"));
          to.flag(query ? 20 : 19, parameter.get("uniqueItems"));
        });
    var nonBody = message(to -> to.bytes(query ? 3 : 4, primitive));
    return message(to -> to.bytes(1, message(choice -> choice.bytes(2, nonBody))));
  }

  private static ByteString response(JsonNode response) {
    var plain =
        message(to -> {
          to.text(1, response.get("description"));
          if (response.has("schema")) {
            to.bytes(2, message(item -> item.bytes(1, schema(response.get("schema")))));
          }
        });
    return message(to -> to.bytes(1, plain));
  }

  private static ByteString schema(JsonNode schema) {
    return message(to -> {
      to.text(1, schema.get("$ref"));
      to.text(2, schema.get("format"));
      to.text(4, schema.get("description"));
      to.texts(19, schema.path("required"));
      for (var value : schema.path("enum")) {
        to.bytes(20, any(value));
      }
      if (schema.has("additionalProperties")) {
        var value = schema(schema.get("additionalProperties"));
        to.bytes(21, message(item -> item.bytes(1, value)));
      }
      if (schema.has("type")) {
        to.bytes(22, message(item -> item.text(1, schema.get("type"))));
      }
      if (schema.has("items")) {
        to.bytes(23, message(item -> item.bytes(1, schema(schema.get("items")))));
      }
      if (schema.has("properties")) {
        to.bytes(25, named(schema.get("properties"), 1, OpenApiV2Protobuf::schema));
      }
      to.extensions(31, schema);
    });
  }

  /// A map as a list of pairs of a name and a value.
  private static ByteString named(JsonNode map, int number, Function<JsonNode, ByteString> value) {
    return message(to -> {
      for (var entry : map.properties()) {
        to.bytes(number, pair(entry.getKey(), value.apply(entry.getValue())));
      }
    });
  }

  private static ByteString pair(String name, ByteString value) {
    return message(to -> {
      to.text(1, name);
      to.bytes(2, value);
    });
  }

  private static ByteString any(JsonNode value) {
    return message(to -> to.text(2, YamlCodec.toYaml(value)));
  }

  private interface Content {
    void writeTo(Fields to) throws IOException;
  }

  private static ByteString message(Content content) {
    var bytes = ByteString.newOutput();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      content.writeTo(new Fields(out));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }

  /// Writes fields of one message; what is absent is not written.
  private record Fields(CodedOutputStream out) {
    void text(int number, JsonNode value) throws IOException {
      if (value != null) {
        text(number, value.textValue());
      }
    }

    void text(int number, String value) throws IOException {
      out.writeString(number, value);
    }

    void texts(int number, JsonNode values) throws IOException {
      for (var value : values) {
        text(number, value);
      }
    }

    void flag(int number, JsonNode value) throws IOException {
      if (value != null && value.booleanValue()) {
        out.writeBool(number, true);
      }
    }

    void bytes(int number, ByteString value) throws IOException {
      out.writeBytes(number, value);
    }

    void operation(int number, JsonNode operation) throws IOException {
      if (operation != null) {
        bytes(number, OpenApiV2Protobuf.operation(operation));
      }
    }

    void extensions(int number, JsonNode owner) throws IOException {
      for (var entry : owner.properties()) {
        if (entry.getKey().startsWith("x-")) {
          bytes(number, pair(entry.getKey(), any(entry.getValue())));
        }
      }
    }
  }
}
