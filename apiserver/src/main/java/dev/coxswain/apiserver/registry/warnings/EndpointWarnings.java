package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.core.v1.EndpointAddress;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Warnings about what stands behind services.
public final class EndpointWarnings {
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final Set<String> OWN =
      Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

  private EndpointWarnings() {}

  /// Nothing for changes of metadata alone.
  public static List<String> of(Endpoints endpoints, Optional<Endpoints> existing) {
    var warnings = new ArrayList<String>();
    boolean same =
        existing.filter(e -> e.getSubsetsList().equals(endpoints.getSubsetsList())).isPresent();
    for (int i = 0; !same && i < endpoints.getSubsetsCount(); i++) {
      var subset = endpoints.getSubsets(i);
      var path = FieldPath.of("subsets").index(i);
      ips(subset.getAddressesList(), path.child("addresses"), warnings);
      ips(subset.getNotReadyAddressesList(), path.child("notReadyAddresses"), warnings);
    }
    return warnings;
  }

  public static List<String> of(EndpointSlice slice) {
    var warnings = new ArrayList<String>();
    if (slice.getAddressType().equals("FQDN")) {
      warnings.add("spec.addressType: FQDN endpoints are deprecated");
    }
    var manager = slice.getMetadata().getLabelsOrDefault(MANAGED_BY, "");
    if (OWN.contains(manager)) {
      return warnings;
    }
    for (int i = 0; i < slice.getEndpointsCount(); i++) {
      var addresses = slice.getEndpoints(i).getAddressesList();
      var path = FieldPath.of("endpoints").index(i).child("addresses");
      for (int j = 0; j < addresses.size(); j++) {
        warnings.addAll(AddressWarnings.ofIp(addresses.get(j), path.index(j)));
      }
    }
    return warnings;
  }

  private static void ips(List<EndpointAddress> addresses, FieldPath path, List<String> warnings) {
    for (int i = 0; i < addresses.size(); i++) {
      warnings.addAll(AddressWarnings.ofIp(addresses.get(i).getIp(), path.index(i).child("ip")));
    }
  }
}
