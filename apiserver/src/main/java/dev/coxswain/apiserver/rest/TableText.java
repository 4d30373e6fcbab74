package dev.coxswain.apiserver.rest;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.coxswain.api.meta.v1.Table;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apiserver.storage.StoredObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The JSON text of a table, row by row; what rows carry is copied from the text that each object
/// has anyway.
final class TableText {
  private static final int ROW_BYTES = 2560;
  private static final byte[] CELLS = ascii("{\"cells\":[");
  private static final byte[] NOTHING = ascii(",\"object\":null}");
  private static final byte[] OBJECT = ascii(",\"object\":");
  private static final byte[] METADATA =
      ascii(",\"object\":{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",");
  private static final byte[] ROW_END = ascii("}}");
  private static final byte[] CONDITIONS = ascii(",\"conditions\":[");
  private static final byte[] TABLE_END = ascii("]}");

  private final ByteArrayOutputStream out;
  private boolean first = true;

  /// @param empty the table without its rows, which are its last field
  TableText(Table empty, int rows) {
    var head = JsonCodec.toJson(empty);
    out = new ByteArrayOutputStream(head.length + rows * ROW_BYTES);
    out.write(head, 0, head.length - TABLE_END.length);
  }

  /// Begins a row; one of the other `add…` ends it.
  void addCells(List<Object> cells) {
    if (!first) {
      out.write(',');
    }
    first = false;
    out.writeBytes(CELLS);
    boolean firstCell = true;
    for (var cell : cells) {
      if (!firstCell) {
        out.write(',');
      }
      firstCell = false;
      addCell(cell);
    }
    out.write(']');
  }

  /// What the row whose cells were added last says of its object; nothing is written for none.
  void addConditions(List<TableRowCondition> conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    out.writeBytes(CONDITIONS);
    for (int i = 0; i < conditions.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(JsonCodec.toJson(conditions.get(i)));
    }
    out.write(']');
  }

  void addNothing() {
    out.writeBytes(NOTHING);
  }

  void addObject(StoredObject object) {
    out.writeBytes(OBJECT);
    out.writeBytes(object.json());
    out.write('}');
  }

  void addMetadata(StoredObject object) {
    out.writeBytes(METADATA);
    int from = object.jsonFieldsAt();
    out.write(object.json(), from, object.jsonMetadataEnd() - from);
    out.writeBytes(ROW_END);
  }

  byte[] toJson() {
    out.writeBytes(TABLE_END);
    return out.toByteArray();
  }

  private void addCell(Object cell) {
    switch (cell) {
      case Boolean truth -> out.writeBytes(ascii(truth.toString()));
      case Integer number -> out.writeBytes(ascii(number.toString()));
      case Long number -> out.writeBytes(ascii(number.toString()));
      case List<?> list -> addList(list);
      default -> addText(cell.toString());
    }
  }

  private void addList(List<?> list) {
    out.write('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      addText(String.valueOf(list.get(i)));
    }
    out.write(']');
  }

  private void addText(String text) {
    if (isPlain(text)) {
      out.write('"');
      out.writeBytes(ascii(text));
      out.write('"');
    } else {
      out.writeBytes(JsonCodec.toJson(TextNode.valueOf(text)));
    }
  }

  /// Whether JSON, as Go writes it, has nothing to escape.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
