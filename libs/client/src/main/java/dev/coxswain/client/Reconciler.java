package dev.coxswain.client;

import dev.coxswain.apimachinery.meta.ObjectKey;

/// Brings one object closer to what its spec asks for.
@FunctionalInterface
public interface Reconciler {
  /// Looks at the whole state of the object; an exception means "again later".
  // Whatever goes wrong is logged and retried by the loop, so nothing needs to be wrapped.
  void reconcile(ObjectKey key) throws Exception;
}
