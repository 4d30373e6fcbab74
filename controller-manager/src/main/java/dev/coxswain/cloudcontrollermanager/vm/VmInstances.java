package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.cloudcontrollermanager.provider.Instances;
import dev.coxswain.cloudcontrollermanager.vm.VmConfiguration.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The machines of the inventory; without one, every node is a machine that exists.
final class VmInstances implements Instances {
  /// What providers' ids of machines begin with that name none.
  static final String SCHEME = "vm://";

  private final Supplier<VmConfiguration> configuration;

  VmInstances(Supplier<VmConfiguration> configuration) {
    this.configuration = configuration;
  }

  @Override
  public Optional<Instance> find(Node node) {
    var known = configuration.get();
    if (known.machines().isEmpty()) {
      return Optional.of(registered(node, known));
    }
    var id = node.getSpec().getProviderID();
    return known.machines().stream()
        .filter(machine ->
            id.isEmpty()
                ? machine.name().equals(node.getMetadata().getName())
                : machine.providerID().equals(id))
        .findFirst()
        .map(machine -> instance(machine, known));
  }

  private static Instance registered(Node node, VmConfiguration known) {
    var id = node.getSpec().getProviderID();
    return new Instance(
        id.isEmpty() ? SCHEME + node.getMetadata().getName() : id,
        "",
        known.zone(),
        known.region(),
        node.getStatus().getAddressesList(),
        Map.of(),
        false);
  }

  private static Instance instance(Machine machine, VmConfiguration known) {
    return new Instance(
        machine.providerID(),
        machine.type(),
        machine.zone().isEmpty() ? known.zone() : machine.zone(),
        machine.region().isEmpty() ? known.region() : machine.region(),
        addresses(machine),
        machine.labels(),
        machine.shutDown());
  }

  private static List<NodeAddress> addresses(Machine machine) {
    return Stream.concat(
            machine.addresses().stream().map(ip -> address("InternalIP", ip)),
            machine.externalAddresses().stream().map(ip -> address("ExternalIP", ip)))
        .toList();
  }

  private static NodeAddress address(String type, String address) {
    return NodeAddress.newBuilder().setType(type).setAddress(address).build();
  }
}
