package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The strategy of every resource; those without one of their own get the generic one.
///
/// `catalog.Catalog` makes the one that is served.
public final class StrategyRegistry {
  private final Map<String, ResourceStrategy<?>> byResource;

  private StrategyRegistry(Map<String, ResourceStrategy<?>> byResource) {
    this.byResource = byResource;
  }

  /// The strategy of the resource.
  ///
  /// @throws IllegalArgumentException if the resource is none of the API's
  @SuppressWarnings("unchecked")
  public ResourceStrategy<Message> of(ResourceType resource) {
    var strategy = byResource.get(id(resource));
    if (strategy == null) {
      throw new IllegalArgumentException("wants a resource of the API, got " + id(resource));
    }
    return (ResourceStrategy<Message>) strategy;
  }

  @SuppressWarnings("unchecked")
  public <T extends Message> ResourceStrategy<T> of(Class<T> type) {
    return (ResourceStrategy<T>) of(Scheme.kubernetes().resourceOf(type));
  }

  public static Builder builder() {
    return new Builder();
  }

  private static String id(ResourceType resource) {
    return resource.groupVersion().apiVersion() + "/" + resource.plural();
  }

  /// Collects the strategies of single kinds.
  public static final class Builder {
    private final Map<Class<?>, Function<ResourceType, ? extends ResourceStrategy<?>>> own =
        new LinkedHashMap<>();

    private Builder() {}

    public <T extends Message> Builder with(
        Class<T> type, Function<ResourceType, ? extends ResourceStrategy<T>> strategy) {
      own.put(type, strategy);
      return this;
    }

    public StrategyRegistry build() {
      var byResource = new HashMap<String, ResourceStrategy<?>>();
      for (var resource : Scheme.kubernetes().resources()) {
        var strategy =
            own.getOrDefault(resource.kind().prototype().getClass(), GenericStrategy::new);
        byResource.put(id(resource), strategy.apply(resource));
      }
      return new StrategyRegistry(Map.copyOf(byResource));
    }
  }
}
