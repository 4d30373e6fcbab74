package dev.coxswain.apiserver.admission.namespaces;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes the namespace of a new object if nobody has.
public final class NamespaceAutoProvision implements Admission {
  private static final int UID_BYTES = 16;

  private final Lookup lookup;
  private final ObjectStore namespaces;
  private final RandomGenerator random;

  /// @param random for the uids of namespaces
  public NamespaceAutoProvision(Lookup lookup, Storage storage, RandomGenerator random) {
    this.lookup = lookup;
    this.namespaces = new ObjectStore(storage, Scheme.kubernetes().resourceOf(Namespace.class));
    this.random = random;
  }

  @Override
  public void enter(AdmissionRequest request) {
    boolean asked =
        request.operation() == Operation.CREATE
            && request.resource().namespaced()
            && !request.dryRun();
    if (asked && !exists(request.namespace())) {
      // That somebody else was faster is as good.
      namespaces.create("", request.namespace(), namespace(request));
    }
  }

  private boolean exists(String name) {
    var key = ObjectKey.clusterScoped(name);
    return lookup.get(Namespace.class, key).isPresent()
        || lookup.fetch(Namespace.class, key).isPresent();
  }

  private Namespace namespace(AdmissionRequest request) {
    var uid = new byte[UID_BYTES];
    random.nextBytes(uid);
    var namespace = Namespace.newBuilder();
    namespace
        .getMetadataBuilder()
        .setName(request.namespace())
        .setUid(UUID.nameUUIDFromBytes(uid).toString())
        .setCreationTimestamp(Times.of(request.context().now()));
    var strategy = Catalog.strategies().of(Namespace.class);
    return strategy.prepareForCreate(strategy.applyDefaults(namespace.build()), request.context());
  }
}
