package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.discovery.Discovery;
import java.util.ArrayList;
import java.util.List;

/// What the words `pods`, `pod a b`, `pod/a svc/b` or `deploy,rs` mean: a resource, and names or
/// all of it.
///
/// @param names empty for the whole collection
record Selected(ApiResource resource, List<String> names) {
  Selected {
    names = List.copyOf(names);
  }

  /// @throws KubectlAction.Failure when the words contradict each other
  static List<Selected> parse(List<String> words, Discovery discovery) {
    if (words.isEmpty()) {
      throw new KubectlAction.Failure(
          "You must specify the type of resource. Use \"kubectl api-resources\" for a complete list of supported resources.");
    }
    if (words.getFirst().contains("/")) {
      return slashed(words, discovery);
    }
    List<String> names = words.subList(1, words.size());
    if (names.stream().anyMatch(name -> name.contains("/"))) {
      throw new KubectlAction.Failure(
          "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'");
    }
    return resources(words.getFirst(), discovery).stream()
        .map(resource -> new Selected(resource, names))
        .toList();
  }

  private static List<Selected> slashed(List<String> words, Discovery discovery) {
    List<Selected> selected = new ArrayList<>();
    for (String word : words) {
      String[] parts = word.split("/", -1);
      if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw new KubectlAction.Failure(
            "arguments in resource/name form must have a single resource and name");
      }
      selected.add(new Selected(discovery.named(parts[0]), List.of(parts[1])));
    }
    return selected;
  }

  private static List<ApiResource> resources(String words, Discovery discovery) {
    List<ApiResource> resources = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      var category = discovery.inCategory(word);
      if (category.isEmpty()) {
        resources.add(discovery.named(word));
      } else {
        resources.addAll(category.stream().filter(r -> r.verbs().contains("list")).toList());
      }
    }
    return resources.stream().distinct().toList();
  }

  boolean isWholeCollection() {
    return names.isEmpty();
  }
}
