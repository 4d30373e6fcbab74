package dev.coxswain.apiserver.registry;

import dev.coxswain.api.authentication.v1.UserInfo;
import java.time.Instant;

/// What a strategy may know besides the objects: when, for whom, and what else there is.
public record StrategyContext(Instant now, UserInfo user, Lookup lookup) {

  /// A context of nobody in an empty world.
  public static StrategyContext at(Instant now) {
    return new StrategyContext(now, UserInfo.getDefaultInstance(), Lookup.empty());
  }
}
