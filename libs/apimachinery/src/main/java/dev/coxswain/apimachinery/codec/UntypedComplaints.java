package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is odd about a JSON text that is read into maps and lists instead of a type.
public final class UntypedComplaints {
  private final Set<String> known;
  private final Set<String> found = new LinkedHashSet<>();
  private final ReadPath path = new ReadPath();

  private UntypedComplaints(Set<String> known) {
    this.known = known;
  }

  /// Fields that occur twice, in the order of the text: `duplicate field "data.a"`.
  ///
  /// @throws DecodeException if the text is no JSON
  public static List<String> of(byte[] json) {
    return ofList(json, Set.of());
  }

  /// Like [#of(byte[])] for a list whose elements have these fields and no others; those that are
  /// unknown are named too: `unknown field "[0].x"`.
  ///
  /// @throws DecodeException if the text is no JSON
  public static List<String> ofList(byte[] json, Set<String> fields) {
    return Utf8Input.parse(
        json,
        (in, document) -> {
          var complaints = new UntypedComplaints(fields);
          complaints.value(in, 0);
          return complaints.found.stream().limit(JsonReader.MAX_COMPLAINTS).toList();
        });
  }

  private void value(JsonParser in, int depth) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      object(in, depth);
    } else if (in.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        path.enterIndex(i);
        value(in, depth + 1);
        path.leave();
      }
    }
  }

  private void object(JsonParser in, int depth) throws IOException {
    var seen = new HashSet<String>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      if (depth == 1 && !known.isEmpty() && !known.contains(name)) {
        complain("unknown field", name);
        in.skipChildren();
        continue;
      }
      if (!seen.add(name)) {
        complain("duplicate field", name);
      }
      path.enterKey(name);
      value(in, depth + 1);
      path.leave();
    }
  }

  private void complain(String what, String name) {
    found.add(what + " " + GoQuote.quote(path.child(name)));
  }
}
