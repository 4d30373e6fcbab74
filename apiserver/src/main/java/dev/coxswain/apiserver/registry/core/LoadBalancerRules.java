package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for where load balancers are to be reached.
public final class LoadBalancerRules {
  private static final List<String> MODES = List.of("Proxy", "VIP");
  private static final FieldPath POINTS = Problems.STATUS.child("loadBalancer", "ingress");

  private LoadBalancerRules() {}

  static void check(Service updated, Service existing, Problems problems) {
    var points = updated.getStatus().getLoadBalancer().getIngressList();
    if (!updated.getSpec().getType().equals("LoadBalancer") && !points.isEmpty()) {
      problems.forbidden(POINTS, "may only be used when `spec.type` is 'LoadBalancer'");
      return;
    }
    var had =
        existing.getStatus().getLoadBalancer().getIngressList().stream()
            .map(LoadBalancerIngress::getIp)
            .toList();
    for (int i = 0; i < points.size(); i++) {
      var point = points.get(i);
      checkIp(point.getIp(), had, POINTS.index(i), problems);
      checkMode(point, POINTS.index(i).child("ipMode"), problems);
      checkHostname(point.getHostname(), POINTS.index(i), problems);
    }
  }

  /// @param had addresses that are not judged again
  public static void checkIp(String ip, List<String> had, FieldPath point, Problems problems) {
    if (!ip.isEmpty() && !had.contains(ip)) {
      problems.invalid(point.child("ip"), ip, Addresses.isValidIp(ip));
    }
  }

  public static void checkHostname(String hostname, FieldPath point, Problems problems) {
    if (hostname.isEmpty()) {
      return;
    }
    var path = point.child("hostname");
    problems.invalid(path, hostname, Names.isDns1123Subdomain(hostname));
    if (Addresses.parseIp(hostname).isPresent()) {
      problems.invalid(path, hostname, "must be a DNS name, not an IP address");
    }
  }

  private static void checkMode(LoadBalancerIngress point, FieldPath path, Problems problems) {
    boolean addressed = !point.getIp().isEmpty();
    if (!point.hasIpMode()) {
      if (addressed) {
        problems.required(path, "must be specified when `ip` is set");
      }
    } else if (!addressed) {
      problems.forbidden(path, "may not be specified when `ip` is not set");
    } else {
      problems.oneOf(path, point.getIpMode(), MODES);
    }
  }
}
