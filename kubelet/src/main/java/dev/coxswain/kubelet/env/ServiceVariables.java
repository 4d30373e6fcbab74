package dev.coxswain.kubelet.env;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The variables that tell a container where services are.
final class ServiceVariables {
  private ServiceVariables() {}

  static Map<String, String> of(Collection<Service> services) {
    var variables = new LinkedHashMap<String, String>();
    services.stream()
        .filter(ServiceVariables::hasAddress)
        .forEach(service -> add(variables, service));
    return variables;
  }

  private static boolean hasAddress(Service service) {
    var ip = service.getSpec().getClusterIP();
    return !ip.isEmpty() && !ip.equals("None") && service.getSpec().getPortsCount() > 0;
  }

  private static void add(Map<String, String> variables, Service service) {
    var name = variable(service.getMetadata().getName());
    var ip = service.getSpec().getClusterIP();
    var ports = service.getSpec().getPortsList();
    variables.put(name + "_SERVICE_HOST", ip);
    variables.put(name + "_SERVICE_PORT", Integer.toString(ports.getFirst().getPort()));
    for (var port : ports) {
      if (!port.getName().isEmpty()) {
        variables.put(
            name + "_SERVICE_PORT_" + variable(port.getName()), Integer.toString(port.getPort()));
      }
    }
    for (int i = 0; i < ports.size(); i++) {
      addLink(variables, name, ip, ports.get(i), i == 0);
    }
  }

  /// As Docker's links once did.
  private static void addLink(
      Map<String, String> variables, String name, String ip, ServicePort port, boolean first) {
    var protocol = port.getProtocol().isEmpty() ? "TCP" : port.getProtocol();
    var lower = protocol.toLowerCase(Locale.ROOT);
    var url = lower + "://" + ip + ":" + port.getPort();
    var prefix = name + "_PORT_" + port.getPort() + "_" + protocol;
    if (first) {
      variables.put(name + "_PORT", url);
    }
    variables.put(prefix, url);
    variables.put(prefix + "_PROTO", lower);
    variables.put(prefix + "_PORT", Integer.toString(port.getPort()));
    variables.put(prefix + "_ADDR", ip);
  }

  private static String variable(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
