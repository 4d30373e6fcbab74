package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.HTTPIngressPath;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressBackend;
import dev.coxswain.api.networking.v1.IngressLoadBalancerIngress;
import dev.coxswain.api.networking.v1.IngressRule;
import dev.coxswain.api.networking.v1.IngressSpec;
import dev.coxswain.api.networking.v1.IngressTLS;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.core.LoadBalancerRules;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

/// Ingresses.
public final class IngressStrategy extends GenericStrategy<Ingress> {
  private static final List<String> PATH_TYPES =
      List.of("Exact", "ImplementationSpecific", "Prefix");
  private static final String OLD_CLASS = "kubernetes.io/ingress.class";
  private static final List<String> BAD_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> BAD_ENDS = List.of("/..", "/.");

  public IngressStrategy(ResourceType resource) {
    super(resource, NetworkingTables.INGRESSES);
  }

  @Override
  protected void check(Ingress ingress, StrategyContext context, Problems problems) {
    checkSpec(ingress.getSpec(), Optional.empty(), problems);
    var oldClass = ingress.getMetadata().getAnnotationsMap().get(OLD_CLASS);
    var newClass = ingress.getSpec().getIngressClassName();
    if (oldClass != null && ingress.getSpec().hasIngressClassName() && !oldClass.equals(newClass)) {
      problems.invalid(
          FieldPath.of("annotations", OLD_CLASS),
          oldClass,
          "must match `ingressClassName` when both are specified");
    }
  }

  @Override
  protected void checkUpdate(
      Ingress updated, Ingress existing, StrategyContext context, Problems problems) {
    checkSpec(updated.getSpec(), Optional.of(existing.getSpec()), problems);
  }

  @Override
  protected void checkStatusUpdate(
      Ingress updated, Ingress existing, StrategyContext context, Problems problems) {
    var had =
        existing.getStatus().getLoadBalancer().getIngressList().stream()
            .map(IngressLoadBalancerIngress::getIp)
            .toList();
    var points = updated.getStatus().getLoadBalancer().getIngressList();
    for (int i = 0; i < points.size(); i++) {
      var path = Problems.STATUS.child("loadBalancer", "ingress").index(i);
      LoadBalancerRules.checkIp(points.get(i).getIp(), had, path, problems);
      LoadBalancerRules.checkHostname(points.get(i).getHostname(), path, problems);
    }
  }

  /// @param existing what it allowed itself under older rules stays allowed
  private static void checkSpec(
      IngressSpec spec, Optional<IngressSpec> existing, Problems problems) {
    if (spec.getRulesCount() == 0 && !spec.hasDefaultBackend()) {
      problems.invalid(Problems.SPEC, null, "either `defaultBackend` or `rules` must be specified");
    }
    if (spec.hasDefaultBackend()) {
      checkBackend(spec.getDefaultBackend(), Problems.SPEC.child("defaultBackend"), problems);
    }
    boolean anySecret = existing.filter(IngressStrategy::hasOddSecret).isPresent();
    for (int i = 0; i < spec.getRulesCount(); i++) {
      checkRule(spec.getRules(i), Problems.SPEC.child("rules").index(i), problems);
    }
    for (int i = 0; i < spec.getTlsCount(); i++) {
      var tls = spec.getTls(i);
      var path = Problems.SPEC.child("tls").index(i);
      for (int j = 0; j < tls.getHostsCount(); j++) {
        checkHost(tls.getHosts(j), path.child("hosts").index(j), problems);
      }
      if (!tls.getSecretName().isEmpty() && !anySecret) {
        problems.invalid(
            path.child("secretName"),
            tls.getSecretName(),
            Names.isDns1123Subdomain(tls.getSecretName()));
      }
    }
    if (spec.hasIngressClassName()) {
      problems.invalid(
          Problems.SPEC.child("ingressClassName"),
          spec.getIngressClassName(),
          Names.isDns1123Subdomain(spec.getIngressClassName()));
    }
  }

  @Override
  public List<String> warnings(Ingress ingress, Optional<Ingress> existing) {
    return existing.isEmpty() && ingress.getMetadata().containsAnnotations(OLD_CLASS)
        ? List.of(
            "annotation \"%s\" is deprecated, please use 'spec.ingressClassName' instead"
                .formatted(OLD_CLASS))
        : List.of();
  }

  private static boolean hasOddSecret(IngressSpec spec) {
    return spec.getTlsList().stream()
        .map(IngressTLS::getSecretName)
        .anyMatch(name -> !name.isEmpty() && !Names.isDns1123Subdomain(name).isEmpty());
  }

  private static void checkRule(IngressRule rule, FieldPath path, Problems problems) {
    if (!rule.getHost().isEmpty()) {
      if (Addresses.parseIp(rule.getHost()).isPresent()) {
        problems.invalid(
            path.child("host"), rule.getHost(), "must be a DNS name, not an IP address");
      }
      checkHost(rule.getHost(), path.child("host"), problems);
    }
    if (!rule.getIngressRuleValue().hasHttp()) {
      return;
    }
    var paths = rule.getIngressRuleValue().getHttp().getPathsList();
    var at = path.child("http", "paths");
    if (paths.isEmpty()) {
      problems.required(at);
    }
    for (int i = 0; i < paths.size(); i++) {
      if (paths.get(i).hasPathType()) {
        checkPath(paths.get(i), at.index(i), problems);
        checkBackend(paths.get(i).getBackend(), at.index(i).child("backend"), problems);
      } else {
        problems.required(at.index(i).child("pathType"), "pathType must be specified");
      }
    }
  }

  private static void checkHost(String host, FieldPath path, Problems problems) {
    problems.invalid(
        path,
        host,
        host.contains("*")
            ? Names.isWildcardDns1123Subdomain(host)
            : Names.isDns1123Subdomain(host));
  }

  private static void checkPath(HTTPIngressPath rule, FieldPath path, Problems problems) {
    var text = rule.getPath();
    switch (rule.getPathType()) {
      case "Exact", "Prefix" -> checkPathText(text, path.child("path"), problems);
      case "ImplementationSpecific" -> {
        if (!text.isEmpty() && !text.startsWith("/")) {
          problems.invalid(path.child("path"), text, "must be an absolute path");
        }
      }
      default -> problems.notSupported(path.child("pathType"), rule.getPathType(), PATH_TYPES);
    }
  }

  private static void checkPathText(String text, FieldPath path, Problems problems) {
    if (!text.startsWith("/")) {
      problems.invalid(path, text, "must be an absolute path");
    }
    BAD_PARTS.stream()
        .filter(text::contains)
        .forEach(part -> problems.invalid(path, text, "must not contain '%s'".formatted(part)));
    BAD_ENDS.stream()
        .filter(text::endsWith)
        .forEach(end -> problems.invalid(path, text, "cannot end with '%s'".formatted(end)));
  }

  private static void checkBackend(IngressBackend backend, FieldPath path, Problems problems) {
    if (backend.hasService() && backend.hasResource()) {
      problems.invalid(path, "", "cannot set both resource and service backends");
    } else if (backend.hasResource()) {
      var resource = backend.getResource();
      References.check(
          resource.hasApiGroup() ? Optional.of(resource.getApiGroup()) : Optional.empty(),
          resource.getKind(),
          resource.getName(),
          path.child("resource"),
          problems);
    } else if (!backend.hasService()) {
      problems.invalid(path, "", "resource or service backend is required");
    } else {
      checkService(backend, path, problems);
    }
  }

  private static void checkService(IngressBackend backend, FieldPath at, Problems problems) {
    var path = at.child("service");
    var service = backend.getService();
    if (service.getName().isEmpty()) {
      problems.required(path.child("name"));
    } else {
      problems.invalid(
          path.child("name"), service.getName(), Names.isDns1123Label(service.getName()));
    }
    var port = service.getPort();
    if (port.getName().isEmpty() && port.getNumber() == 0) {
      problems.required(at, "port name or number is required");
    } else if (!port.getName().isEmpty() && port.getNumber() != 0) {
      problems.invalid(at, "", "cannot set both port name & port number");
    } else if (!port.getName().isEmpty()) {
      problems.invalid(
          path.child("port", "name"), port.getName(), Names.isValidPortName(port.getName()));
    } else {
      problems.invalid(
          path.child("port", "number"), port.getNumber(), Numbers.isValidPort(port.getNumber()));
    }
  }
}
