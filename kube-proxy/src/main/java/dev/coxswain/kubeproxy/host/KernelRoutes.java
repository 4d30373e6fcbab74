package dev.coxswain.kubeproxy.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.kubeproxy.command.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our routes in the kernel's main table. A number that the kernel keeps with each route, who made
/// it, tells them from others.
final class KernelRoutes {
  private static final Logger log = LoggerFactory.getLogger(KernelRoutes.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  // Of those that no routing daemon has. A metric of our own leaves alone what others have there.
  private static final String PROTOCOL = "67";
  private static final String METRIC = "4267";

  private final Commands commands;

  KernelRoutes(Commands commands) {
    this.commands = commands;
  }

  /// Makes the routes these and no others.
  void apply(Map<String, String> wanted) {
    var present = present();
    present.forEach((cidr, gateway) -> {
      if (!wanted.containsKey(cidr)) {
        ip("route", "del", cidr, "proto", PROTOCOL, "metric", METRIC);
        log.atInfo().addKeyValue("cidr", cidr).log("route removed");
      }
    });
    wanted.forEach((cidr, gateway) -> {
      if (!gateway.equals(present.get(cidr))) {
        ip("route", "replace", cidr, "via", gateway, "proto", PROTOCOL, "metric", METRIC);
        log.atInfo().addKeyValue("cidr", cidr).addKeyValue("gateway", gateway).log("route set");
      }
    });
  }

  private Map<String, String> present() {
    var routes = new TreeMap<String, String>();
    for (var route : read(ip("-j", "route", "show", "proto", PROTOCOL))) {
      var destination = route.path("dst").asText();
      routes.put(
          destination.contains("/") ? destination : destination + "/32",
          route.path("gateway").asText());
    }
    return routes;
  }

  private String ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return commands.run(command).orThrow().output();
  }

  /// What `ip -j` printed; nothing at all when there is nothing to tell.
  static JsonNode read(String output) {
    try {
      return JSON.readTree(output.isBlank() ? "[]" : output);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("ip does not answer in JSON: " + e.getOriginalMessage(), e);
    }
  }
}
