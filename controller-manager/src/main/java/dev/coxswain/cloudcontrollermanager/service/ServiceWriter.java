package dev.coxswain.cloudcontrollermanager.service;

import dev.coxswain.api.core.v1.LoadBalancerStatus;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.PatchType;
import dev.coxswain.controllermanager.framework.MergePatch;
import java.util.List;

/// Writes what a service controller may write. All of it through `status`, so that nothing more
/// need be allowed.
final class ServiceWriter {
  private static final List<String> FINALIZER = List.of(BalancedServices.FINALIZER);

  private final ApiClient client;

  ServiceWriter(ApiClient client) {
    this.client = client;
  }

  Service addFinalizer(Service service) {
    return BalancedServices.hasFinalizer(service)
        ? service
        : patch(service, MergePatch.metadata().putTexts("finalizers", FINALIZER));
  }

  Service removeFinalizer(Service service) {
    return BalancedServices.hasFinalizer(service)
        ? patch(
            service,
            MergePatch.metadata().putTexts("$deleteFromPrimitiveList/finalizers", FINALIZER))
        : service;
  }

  Service writeStatus(Service service, LoadBalancerStatus status) {
    if (service.getStatus().getLoadBalancer().equals(status)) {
      return service;
    }
    var patch =
        status.getIngressCount() == 0
            ? MergePatch.status().putNull("loadBalancer")
            : MergePatch.status().put("loadBalancer", status);
    return client.patch(
        Service.class, Metadata.key(service), PatchType.MERGE, patch.bytes(), "status");
  }

  private Service patch(Service service, MergePatch patch) {
    return client.patch(
        Service.class, Metadata.key(service), PatchType.STRATEGIC, patch.bytes(), "status");
  }
}
