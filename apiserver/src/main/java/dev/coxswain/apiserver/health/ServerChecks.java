package dev.coxswain.apiserver.health;

import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthChecks.Result;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the server checks of itself, under upstream's names as far as it does the same work.
///
/// @param storage fails if etcd does not answer
/// @param loaded whether all objects are in the cache
/// @param complete whether all that a new cluster has is there
/// @param ending fails when the server is about to end
public record ServerChecks(
    Runnable storage, BooleanSupplier loaded, BooleanSupplier complete, Supplier<Result> ending) {
  private static final String HOOK = "poststarthook/";

  /// Done with the load of the cache.
  private static final List<String> LOADED =
      List.of(
          "start-apiserver-admission-initializer",
          "generic-apiserver-start-informers",
          "priority-and-fairness-config-consumer");

  /// Done with the objects of a new cluster.
  private static final List<String> COMPLETE =
      List.of(
          "start-system-namespaces-controller",
          "start-kube-apiserver-identity-lease-controller",
          "start-service-ip-repair-controllers",
          "rbac/bootstrap-roles",
          "scheduling/bootstrap-system-priority-classes",
          "priority-and-fairness-config-producer",
          "bootstrap-controller",
          "start-kubernetes-service-cidr-controller",
          "apiservice-status-local-available-controller",
          "kube-apiserver-autoregistration");

  /// For `/healthz` and `/livez`.
  public HealthChecks alive() {
    return withHooks(base());
  }

  /// For `/readyz`.
  public HealthChecks ready() {
    return withHooks(
            base()
                .add("etcd-readiness", this::etcd)
                .add("informer-sync", () -> result(loaded, "not loaded yet")))
        .add("shutdown", ending);
  }

  private HealthChecks base() {
    return new HealthChecks().add("log", Result::ok).add("etcd", this::etcd);
  }

  private HealthChecks withHooks(HealthChecks checks) {
    LOADED.forEach(hook -> checks.add(HOOK + hook, () -> result(loaded, "not finished")));
    COMPLETE.forEach(hook -> checks.add(HOOK + hook, () -> result(complete, "not finished")));
    return checks.add("autoregister-completion", () -> result(complete, "not finished"));
  }

  private Result etcd() {
    storage.run();
    return Result.ok();
  }

  private static Result result(BooleanSupplier done, String otherwise) {
    return done.getAsBoolean() ? Result.ok() : Result.failed(otherwise);
  }
}
