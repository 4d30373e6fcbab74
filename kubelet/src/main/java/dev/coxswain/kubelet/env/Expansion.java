package dev.coxswain.kubelet.env;

import java.util.Map;

/// Kubernetes' own expansion of `$(NAME)`; `$$` stands for a dollar, and unknown names stay as they
/// are.
public final class Expansion {
  private Expansion() {}

  public static String expand(String text, Map<String, String> variables) {
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
        result.append(variables.getOrDefault(name, "$(" + name + ")"));
        at = end;
      } else {
        result.append(c);
      }
    }
    return result.toString();
  }
}
