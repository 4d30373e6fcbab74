package dev.coxswain.kubelet.network;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bridge network of the Docker Engine with the node's pod CIDR. Pods reach the world behind the
/// node's address.
public final class DockerBridge implements PodNetwork {
  private static final Logger log = LoggerFactory.getLogger(DockerBridge.class);
  private static final String USER_CHAIN = "DOCKER-USER";
  private static final String FORWARD = "FORWARD";

  private final DockerClient docker;
  private final String name;
  private final Supplier<String> podCidr;
  private final boolean hairpin;
  private final Iptables iptables = new Iptables();
  private boolean ready;

  /// @param name of the network; also of the bridge device, with a 0 after it
  /// @param podCidr asked when the network has to be made
  /// @param hairpin whether a pod may reach itself through a service
  public DockerBridge(DockerClient docker, String name, Supplier<String> podCidr, boolean hairpin) {
    this.docker = docker;
    this.name = name;
    this.podCidr = podCidr;
    this.hairpin = hairpin;
  }

  @Override
  public synchronized void prepare() {
    if (ready) {
      return;
    }
    try {
      if (find().isEmpty()) {
        create(podCidr.get());
      }
      forward();
      ready = true;
    } catch (DockerException | IOException e) {
      throw new RuntimeFailure("cannot make the pod network: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure("interrupted while making the pod network", e);
    }
  }

  @Override
  public void connected(SandboxRecord sandbox) {
    if (!hairpin || sandbox.ip().isEmpty()) {
      return;
    }
    try {
      Interfaces.allowHairpin(bridge());
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("bridge", bridge())
          .addKeyValue("cause", e.getMessage())
          .log("cannot allow hairpin traffic");
    }
  }

  /// Undoes what [#prepare] did: the rules and the network, which must have no pods any more.
  public synchronized void remove() {
    try {
      for (var rule : rules()) {
        iptables.remove("filter", chain(), rule);
      }
      find().forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
      ready = false;
    } catch (DockerException | IOException e) {
      throw new RuntimeFailure("cannot remove the pod network: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure("interrupted while removing the pod network", e);
    }
  }

  private List<Network> find() {
    return docker.listNetworksCmd().withNameFilter("^" + name + "$").exec();
  }

  private void create(String cidr) {
    docker
        .createNetworkCmd()
        .withName(name)
        .withDriver("bridge")
        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(cidr)))
        .withOptions(
            Map.of(
                "com.docker.network.bridge.name", bridge(),
                "com.docker.network.bridge.enable_icc", "true",
                "com.docker.network.bridge.enable_ip_masquerade", "true"))
        .withLabels(Map.of("dev.coxswain.network", "pods"))
        .exec();
    log.atInfo()
        .addKeyValue("network", name)
        .addKeyValue("podCIDR", cidr)
        .log("made the pod network");
  }

  /// Packets to and from pods pass whatever the policy of the chain, and before the engine's own
  /// filters.
  private void forward() throws IOException, InterruptedException {
    for (var rule : rules()) {
      iptables.ensureFirst("filter", chain(), rule);
    }
  }

  private List<List<String>> rules() {
    return List.of(
        List.of("-o", bridge(), "-j", "ACCEPT"), List.of("-i", bridge(), "-j", "ACCEPT"));
  }

  private String chain() throws IOException, InterruptedException {
    return iptables.hasChain("filter", USER_CHAIN) ? USER_CHAIN : FORWARD;
  }

  private String bridge() {
    return name + "0";
  }
}
