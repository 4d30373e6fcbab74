package dev.coxswain.apiserver.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoded parameters of a query; each may occur several times.
public final class QueryParameters {
  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /// Pairs that are not properly percent-encoded are left out, as Go does.
  public static QueryParameters parse(String query) {
    var values = new LinkedHashMap<String, List<String>>();
    for (var pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
        if (name.isPresent() && value.isPresent()) {
          values.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
        }
      }
    }
    return new QueryParameters(values);
  }

  /// The first value; empty text when there is none.
  public String text(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /// Whether the parameter is there and neither `false` nor `0`.
  public boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return has(name)
        ? Optional.of(!text(name).equalsIgnoreCase("false") && !text(name).equals("0"))
        : Optional.empty();
  }

  /// A number; empty if the parameter is not there or has no text.
  ///
  /// @throws IllegalArgumentException with Go's words if it is no number
  public Optional<Long> number(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("[+-]?[0-9]+")) {
      throw new IllegalArgumentException(
          "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "strconv.ParseInt: parsing \"" + text + "\": value out of range", e);
    }
  }

  private static Optional<String> decode(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
