package dev.coxswain.apiserver.admission;

import dev.coxswain.api.rbac.v1.PolicyRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether what one wants to grant is covered by what one has.
final class RuleCover {
  private static final String ALL = "*";

  private RuleCover() {}

  /// One verb on one thing: the smallest piece of a rule.
  ///
  /// @param name empty for objects of every name
  /// @param url empty unless the grant is for a path
  private record Piece(String group, String resource, String name, String url, String verb) {}

  /// The parts of the rules that no single rule of the owner covers, in upstream's notation.
  static List<String> missing(List<PolicyRule> owned, List<PolicyRule> granted) {
    var verbs = new LinkedHashMap<Piece, TreeSet<String>>();
    for (var piece : pieces(granted)) {
      if (owned.stream().noneMatch(rule -> covers(rule, piece))) {
        var thing = new Piece(piece.group(), piece.resource(), piece.name(), piece.url(), "");
        verbs.computeIfAbsent(thing, _ -> new TreeSet<>()).add(piece.verb());
      }
    }
    return verbs.entrySet().stream().map(e -> text(e.getKey(), e.getValue())).sorted().toList();
  }

  private static List<Piece> pieces(List<PolicyRule> rules) {
    var pieces = new ArrayList<Piece>();
    for (var rule : rules) {
      for (var verb : rule.getVerbsList()) {
        rule.getNonResourceURLsList().forEach(url -> pieces.add(new Piece("", "", "", url, verb)));
        for (var group : rule.getApiGroupsList()) {
          for (var resource : rule.getResourcesList()) {
            var names =
                rule.getResourceNamesCount() == 0 ? List.of("") : rule.getResourceNamesList();
            names.forEach(name -> pieces.add(new Piece(group, resource, name, "", verb)));
          }
        }
      }
    }
    return pieces;
  }

  private static boolean covers(PolicyRule rule, Piece piece) {
    if (!has(rule.getVerbsList(), piece.verb())) {
      return false;
    }
    if (!piece.url().isEmpty()) {
      return rule.getNonResourceURLsList().stream().anyMatch(url -> matches(url, piece.url()));
    }
    return has(rule.getApiGroupsList(), piece.group())
        && rule.getResourcesList().stream().anyMatch(r -> matchesResource(r, piece.resource()))
        && (rule.getResourceNamesCount() == 0
            || rule.getResourceNamesList().contains(piece.name()));
  }

  private static boolean has(List<String> values, String value) {
    return values.contains(ALL) || values.contains(value);
  }

  private static boolean matches(String pattern, String url) {
    return pattern.equals(url)
        || (pattern.endsWith(ALL) && url.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  private static boolean matchesResource(String pattern, String resource) {
    int slash = resource.indexOf('/');
    return pattern.equals(ALL)
        || pattern.equals(resource)
        || (slash >= 0 && pattern.equals(ALL + resource.substring(slash)));
  }

  private static String text(Piece thing, Set<String> verbs) {
    var fields = new ArrayList<String>();
    if (thing.url().isEmpty()) {
      fields.add("APIGroups:[\"%s\"]".formatted(thing.group()));
      fields.add("Resources:[\"%s\"]".formatted(thing.resource()));
    } else {
      fields.add("NonResourceURLs:[\"%s\"]".formatted(thing.url()));
    }
    if (!thing.name().isEmpty()) {
      fields.add("ResourceNames:[\"%s\"]".formatted(thing.name()));
    }
    fields.add("Verbs:[\"%s\"]".formatted(String.join("\" \"", verbs)));
    return "{" + String.join(", ", fields) + "}";
  }
}
