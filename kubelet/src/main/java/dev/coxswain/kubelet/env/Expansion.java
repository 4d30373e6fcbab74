package dev.coxswain.kubelet.env;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Kubernetes' own expansion of `$(NAME)`; `$$` stands for a dollar, and unknown names stay as they
/// are.
public final class Expansion {
  private Expansion() {}

  public static String expand(String text, Map<String, String> variables) {
    return expand(text, name -> variables.getOrDefault(name, "$(" + name + ")"));
  }

  /// The first name in the text that is none of the variables'.
  public static Optional<String> firstUnknown(String text, Map<String, String> variables) {
    var unknown = new ArrayList<String>();
    expand(
        text,
        name -> {
          if (!variables.containsKey(name)) {
            unknown.add(name);
          }
          return "";
        });
    return unknown.stream().findFirst();
  }

  private static String expand(String text, UnaryOperator<String> values) {
    var result = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        result.append(c);
        continue;
      }
      char next = text.charAt(at + 1);
      int end = next == '(' ? text.indexOf(')', at + 2) : -1;
      if (next == '$') {
        result.append('$');
        at++;
      } else if (end >= 0) {
        var name = text.substring(at + 2, end);
        result.append(values.apply(name));
        at = end;
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
