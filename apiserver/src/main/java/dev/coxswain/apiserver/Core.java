package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.cache.ClusterCache;

/// What stands behind the fronts.
record Core(
    Storage storage,
    ClusterCache cache,
    Lookup lookup,
    Authenticator authenticator,
    Authorizer authorizer,
    RequestPipeline pipeline,
    StrategyRegistry strategies) {}
