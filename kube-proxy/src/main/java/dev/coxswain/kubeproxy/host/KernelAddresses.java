package dev.coxswain.kubeproxy.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.kubeproxy.command.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our addresses on the host's devices. A label tells them from others.
///
/// An address goes to the device whose network it is in, or else to the one that the way out leads
/// over. Neighbours are told, so that those who knew it elsewhere turn here at once.
final class KernelAddresses {
  private static final Logger log = LoggerFactory.getLogger(KernelAddresses.class);
  private static final String LABEL = ":lb";
  // The kernel's limit for labels, which begin with the device's name.
  private static final int LONGEST_LABEL = 15;

  private final Commands commands;

  /// @param device its name
  /// @param local the host's address there, with the length of its network
  private record Attached(String device, String local) {}

  KernelAddresses(Commands commands) {
    this.commands = commands;
  }

  /// Makes the addresses these and no others.
  void apply(Set<String> wanted) {
    var ours = new TreeMap<String, String>();
    var foreign = new ArrayList<Attached>();
    sort(KernelRoutes.read(ip("-j", "-4", "addr", "show")), ours, foreign);
    ours.forEach((address, device) -> {
      if (!wanted.contains(address)) {
        ip("addr", "del", address + "/32", "dev", device);
        log.atInfo().addKeyValue("address", address).log("address withdrawn");
      }
    });
    for (var address : wanted) {
      if (!ours.containsKey(address)) {
        announce(address, foreign);
      }
    }
  }

  private static void sort(JsonNode devices, Map<String, String> ours, List<Attached> foreign) {
    for (var device : devices) {
      var name = device.path("ifname").asText();
      for (var address : device.path("addr_info")) {
        var local = address.path("local").asText();
        if (address.path("label").asText().equals(name + LABEL)) {
          ours.put(local, name);
        } else {
          foreign.add(new Attached(name, local + "/" + address.path("prefixlen").asInt()));
        }
      }
    }
  }

  private void announce(String address, List<Attached> foreign) {
    var device =
        inNetwork(address, foreign)
            .or(this::wayOut)
            .orElseThrow(
                () -> new IllegalStateException("no device of this host is fit for " + address));
    var label = device + LABEL;
    if (label.length() > LONGEST_LABEL) {
      throw new IllegalStateException(
          "the name of device %s is too long to label %s on it".formatted(device, address));
    }
    // Not a global address: nothing leaves the host by it unasked, and nobody takes it for the
    // host's own.
    ip("addr", "add", address + "/32", "dev", device, "label", label, "scope", "link");
    log.atInfo().addKeyValue("address", address).addKeyValue("device", device).log("announced");
    tellNeighbours(address, device);
  }

  private static Optional<String> inNetwork(String address, List<Attached> foreign) {
    var single = Addresses.parseCidr(address + "/32").orElseThrow();
    return foreign.stream()
        .filter(attached ->
            Addresses.parseCidr(attached.local())
                .filter(network -> network.strictlyContains(single))
                .isPresent())
        .map(Attached::device)
        .findFirst();
  }

  private Optional<String> wayOut() {
    for (var route : KernelRoutes.read(ip("-j", "-4", "route", "show", "default"))) {
      return Optional.of(route.path("dev").asText());
    }
    return Optional.empty();
  }

  // Without it they find out too, when what they knew has gone stale.
  private void tellNeighbours(String address, String device) {
    var told =
        commands.run(
            List.of("busybox", "arping", "-U", "-c", "1", "-w", "1", "-I", device, address));
    if (!told.succeeded() && !told.error().isBlank()) {
      log.atWarn()
          .addKeyValue("address", address)
          .addKeyValue("err", told.error().strip())
          .log("cannot tell the neighbours");
    }
  }

  private String ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return commands.run(command).orThrow().output();
  }
}
