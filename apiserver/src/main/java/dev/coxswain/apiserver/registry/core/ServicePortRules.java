package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for the ports of a service.
final class ServicePortRules {
  private static final FieldPath PORTS = Problems.SPEC.child("ports");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  private final ServiceSpec spec;
  private final Problems problems;

  ServicePortRules(ServiceSpec spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
  }

  void checkEach() {
    var names = new HashSet<String>();
    for (int i = 0; i < spec.getPortsCount(); i++) {
      var port = spec.getPorts(i);
      var at = PORTS.index(i);
      checkName(port.getName(), names, at.child("name"));
      problems.invalid(at.child("port"), port.getPort(), Numbers.isValidPort(port.getPort()));
      if (port.getProtocol().isEmpty()) {
        problems.required(at.child("protocol"));
      } else {
        problems.oneOf(at.child("protocol"), port.getProtocol(), PROTOCOLS);
      }
      checkTarget(port, at.child("targetPort"));
      if (port.hasAppProtocol()) {
        problems.invalid(
            at.child("appProtocol"),
            port.getAppProtocol(),
            Names.isQualifiedName(port.getAppProtocol()));
      }
    }
  }

  /// What only shows when all ports are looked at, and when the type is known to be one.
  void checkTogether() {
    if (spec.getType().equals("ClusterIP")) {
      for (int i = 0; i < spec.getPortsCount(); i++) {
        if (spec.getPorts(i).getNodePort() != 0) {
          problems.forbidden(
              PORTS.index(i).child("nodePort"), "may not be used when `type` is 'ClusterIP'");
        }
      }
    }
    checkNodePorts();
    var seen = new HashSet<String>();
    for (int i = 0; i < spec.getPortsCount(); i++) {
      var port = spec.getPorts(i);
      if (!seen.add(port.getProtocol() + "/" + port.getPort())) {
        problems.duplicate(PORTS.index(i), shown(port));
      }
    }
  }

  private void checkNodePorts() {
    var seen = new HashSet<String>();
    for (int i = 0; i < spec.getPortsCount(); i++) {
      var port = spec.getPorts(i);
      if (port.getNodePort() != 0 && !seen.add(port.getProtocol() + "/" + port.getNodePort())) {
        problems.duplicate(PORTS.index(i).child("nodePort"), port.getNodePort());
      }
    }
  }

  private void checkName(String name, Set<String> names, FieldPath path) {
    if (name.isEmpty()) {
      if (spec.getPortsCount() > 1) {
        problems.required(path);
      }
      return;
    }
    problems.invalid(path, name, Names.isDns1123Label(name));
    if (!names.add(name)) {
      problems.duplicate(path, name);
    }
  }

  private void checkTarget(ServicePort port, FieldPath path) {
    var target = port.getTargetPort();
    if (IntOrStrings.isText(target)) {
      problems.invalid(path, target.getStrVal(), Names.isValidPortName(target.getStrVal()));
    } else {
      problems.invalid(path, target.getIntVal(), Numbers.isValidPort(target.getIntVal()));
    }
  }

  /// A port as messages show it: without what does not count for its identity.
  private static Object shown(ServicePort port) {
    return GoStruct.of()
        .with("Name", "")
        .with("Protocol", port.getProtocol())
        .with("AppProtocol", null)
        .with("Port", port.getPort())
        .with("TargetPort", 0)
        .with("NodePort", 0)
        .tree();
  }
}
