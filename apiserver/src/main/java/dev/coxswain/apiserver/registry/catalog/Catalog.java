package dev.coxswain.apiserver.registry.catalog;

import dev.coxswain.apiserver.registry.StrategyRegistry;

/// The strategies of the served API.
public final class Catalog {
  private Catalog() {}

  public static StrategyRegistry strategies() {
    return StrategyRegistry.builder().build();
  }
}
