package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Message;
import java.util.List;

/// An object that was read, and what was odd about its text.
///
/// @param warnings unknown and duplicate fields, in the order of the text: `unknown field "spec.x"`
public record Decoded<M extends Message>(M object, List<String> warnings) {
  public Decoded {
    warnings = List.copyOf(warnings);
  }
}
