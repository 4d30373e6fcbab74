package dev.coxswain.cloudcontrollermanager.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What `--cloud-config` says of the machines. What is left out is empty.
///
/// @param machines all that there are; none: whatever registers as a node is a machine
/// @param region of machines that name none
/// @param zone of machines that name none
/// @param loadBalancerAddresses ranges of IPv4 addresses, such as `192.168.1.240-192.168.1.250` or
///   `192.168.2.16/28`
record VmConfiguration(
    String apiVersion,
    String kind,
    List<Machine> machines,
    String region,
    String zone,
    List<String> loadBalancerAddresses) {
  static final String API_VERSION = "cloud.coxswain.dev/v1";
  static final String KIND = "VirtualMachines";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// One machine.
  ///
  /// @param name of its node, too
  /// @param providerID `vm://NAME` if empty
  /// @param addresses within the segment
  /// @param externalAddresses known to the world
  /// @param shutDown whether it is switched off for now
  record Machine(
      String name,
      String providerID,
      List<String> addresses,
      List<String> externalAddresses,
      String type,
      String zone,
      String region,
      Map<String, String> labels,
      boolean shutDown) {
    Machine {
      name = Objects.requireNonNullElse(name, "");
      providerID = Objects.requireNonNullElse(providerID, VmInstances.SCHEME + name);
      addresses = List.copyOf(Objects.requireNonNullElse(addresses, List.of()));
      externalAddresses = List.copyOf(Objects.requireNonNullElse(externalAddresses, List.of()));
      type = Objects.requireNonNullElse(type, "");
      zone = Objects.requireNonNullElse(zone, "");
      region = Objects.requireNonNullElse(region, "");
      labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
      if (name.isEmpty()) {
        throw new IllegalArgumentException("machines: every machine wants a name");
      }
    }
  }

  VmConfiguration {
    apiVersion = Objects.requireNonNullElse(apiVersion, "");
    kind = Objects.requireNonNullElse(kind, "");
    machines = List.copyOf(Objects.requireNonNullElse(machines, List.of()));
    region = Objects.requireNonNullElse(region, "");
    zone = Objects.requireNonNullElse(zone, "");
    loadBalancerAddresses =
        List.copyOf(Objects.requireNonNullElse(loadBalancerAddresses, List.of()));
    if (!apiVersion.equals(API_VERSION) || !kind.equals(KIND)) {
      throw new IllegalArgumentException(
          "wants apiVersion %s and kind %s, got \"%s\" and \"%s\""
              .formatted(API_VERSION, KIND, apiVersion, kind));
    }
    AddressPool.parse(loadBalancerAddresses);
  }

  /// Whatever registers is a machine, and there are no load balancers.
  static VmConfiguration open() {
    return new VmConfiguration(API_VERSION, KIND, List.of(), "", "", List.of());
  }

  AddressPool pool() {
    return AddressPool.parse(loadBalancerAddresses);
  }

  /// Reads YAML or JSON.
  ///
  /// @throws IllegalArgumentException if it can't be read, has unknown fields or makes no sense
  static VmConfiguration parse(String yaml) {
    try {
      var documents = YamlCodec.documents(yaml);
      if (documents.size() != 1) {
        throw new IllegalArgumentException("wants one document, got " + documents.size());
      }
      return MAPPER.treeToValue(documents.getFirst(), VmConfiguration.class);
    } catch (DecodeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /// Reads a file.
  ///
  /// @throws IllegalArgumentException if it can't be read, has unknown fields or makes no sense
  static VmConfiguration read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }
}
