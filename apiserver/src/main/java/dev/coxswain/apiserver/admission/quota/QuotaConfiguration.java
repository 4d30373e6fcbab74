package dev.coxswain.apiserver.admission.quota;

import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import java.util.List;
import java.util.Objects;

/// What nobody may use unless a quota grants it.
public record QuotaConfiguration(List<LimitedResource> limitedResources) {
  public static final QuotaConfiguration DEFAULT = new QuotaConfiguration(List.of());

  public QuotaConfiguration {
    limitedResources = List.copyOf(Objects.requireNonNullElse(limitedResources, List.of()));
  }

  /// Objects of one resource.
  ///
  /// @param apiGroup empty for the core group
  /// @param matchContains parts of names such as `requests.storage`: who takes any of those must be
  ///   covered
  /// @param matchScopes who is in one of these must be covered
  public record LimitedResource(
      String apiGroup, String resource, List<String> matchContains, List<Scope> matchScopes) {
    public LimitedResource {
      apiGroup = Objects.requireNonNullElse(apiGroup, "");
      resource = Objects.requireNonNullElse(resource, "");
      matchContains = List.copyOf(Objects.requireNonNullElse(matchContains, List.of()));
      matchScopes = List.copyOf(Objects.requireNonNullElse(matchScopes, List.of()));
    }

    boolean isFor(String groupResource) {
      return groupResource.equals(apiGroup.isEmpty() ? resource : resource + "." + apiGroup);
    }

    boolean limits(String name) {
      return matchContains.stream().anyMatch(name::contains);
    }
  }

  /// A scope as quotas select it.
  public record Scope(String scopeName, String operator, List<String> values) {
    public Scope {
      values = List.copyOf(Objects.requireNonNullElse(values, List.of()));
    }

    ScopedResourceSelectorRequirement requirement() {
      return ScopedResourceSelectorRequirement.newBuilder()
          .setScopeName(scopeName)
          .setOperator(operator)
          .addAllValues(values)
          .build();
    }
  }
}
