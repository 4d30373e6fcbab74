package dev.coxswain.apiserver.registry.print;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Texts that several tables have.
public final class Cells {
  public static final String NONE = "<none>";
  public static final String UNSET = "<unset>";

  private Cells() {}

  public static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  public static String orUnset(String text) {
    return text.isEmpty() ? UNSET : text;
  }

  /// `a=b,c=d` or `<none>`.
  public static String labels(Map<String, String> labels) {
    return orNone(
        new TreeMap<>(labels)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",")));
  }

  /// As text selectors are written; `<none>` for one that selects everything.
  public static String selector(LabelSelector selector) {
    return orNone(Selector.of(selector).toString());
  }

  public static String containers(PodSpec spec) {
    return joined(spec, Container::getName);
  }

  public static String images(PodSpec spec) {
    return joined(spec, Container::getImage);
  }

  /// The first few, and how many more there are.
  public static String firstOf(Collection<String> items, int max) {
    if (items.isEmpty()) {
      return NONE;
    }
    var shown = items.stream().limit(max).collect(Collectors.joining(","));
    return items.size() > max ? "%s + %d more...".formatted(shown, items.size() - max) : shown;
  }

  private static String joined(PodSpec spec, Function<Container, String> what) {
    return spec.getContainersList().stream().map(what).collect(Collectors.joining(","));
  }
}
