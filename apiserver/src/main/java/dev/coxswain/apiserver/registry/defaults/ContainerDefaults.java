package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.EphemeralContainerCommon;
import dev.coxswain.api.core.v1.FileKeySelector;
import dev.coxswain.api.core.v1.GRPCAction;
import dev.coxswain.api.core.v1.HTTPGetAction;
import dev.coxswain.api.core.v1.ObjectFieldSelector;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Map;
import java.util.TreeMap;

/// Defaults of containers and what is in them.
final class ContainerDefaults {
  private static final String TERMINATION_LOG = "/dev/termination-log";

  private ContainerDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(Container.newBuilder(), ContainerDefaults::container)
        .on(EphemeralContainerCommon.newBuilder(), ContainerDefaults::ephemeral)
        .on(ContainerPort.newBuilder(), ContainerDefaults::port)
        .on(Probe.newBuilder(), ContainerDefaults::probe)
        .on(HTTPGetAction.newBuilder(), ContainerDefaults::httpGet)
        .on(GRPCAction.newBuilder(), ContainerDefaults::grpc)
        .on(ObjectFieldSelector.newBuilder(), ContainerDefaults::fieldRef)
        .on(FileKeySelector.newBuilder(), ContainerDefaults::fileKey)
        .on(ResourceRequirements.newBuilder(), ContainerDefaults::resources);
  }

  /// `Always` for an image that may change under its name: tagged `latest` or not at all.
  static String pullPolicyFor(String image) {
    if (image.contains("@")) {
      return "IfNotPresent";
    }
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return tag < 0 || image.substring(tag + 1).equals("latest") ? "Always" : "IfNotPresent";
  }

  private static void container(Container.Builder c) {
    if (c.getImagePullPolicy().isEmpty()) {
      c.setImagePullPolicy(pullPolicyFor(c.getImage()));
    }
    if (c.getTerminationMessagePath().isEmpty()) {
      c.setTerminationMessagePath(TERMINATION_LOG);
    }
    if (c.getTerminationMessagePolicy().isEmpty()) {
      c.setTerminationMessagePolicy("File");
    }
  }

  private static void ephemeral(EphemeralContainerCommon.Builder c) {
    if (c.getImagePullPolicy().isEmpty()) {
      c.setImagePullPolicy(pullPolicyFor(c.getImage()));
    }
    if (c.getTerminationMessagePath().isEmpty()) {
      c.setTerminationMessagePath(TERMINATION_LOG);
    }
    if (c.getTerminationMessagePolicy().isEmpty()) {
      c.setTerminationMessagePolicy("File");
    }
  }

  private static void port(ContainerPort.Builder port) {
    if (port.getProtocol().isEmpty()) {
      port.setProtocol("TCP");
    }
  }

  private static void probe(Probe.Builder probe) {
    if (probe.getTimeoutSeconds() == 0) {
      probe.setTimeoutSeconds(1);
    }
    if (probe.getPeriodSeconds() == 0) {
      probe.setPeriodSeconds(10);
    }
    if (probe.getSuccessThreshold() == 0) {
      probe.setSuccessThreshold(1);
    }
    if (probe.getFailureThreshold() == 0) {
      probe.setFailureThreshold(3);
    }
  }

  private static void httpGet(HTTPGetAction.Builder get) {
    if (get.getPath().isEmpty()) {
      get.setPath("/");
    }
    if (get.getScheme().isEmpty()) {
      get.setScheme("HTTP");
    }
  }

  private static void grpc(GRPCAction.Builder grpc) {
    if (!grpc.hasService()) {
      grpc.setService("");
    }
  }

  private static void fieldRef(ObjectFieldSelector.Builder ref) {
    if (ref.getApiVersion().isEmpty()) {
      ref.setApiVersion("v1");
    }
  }

  private static void fileKey(FileKeySelector.Builder key) {
    if (!key.hasOptional()) {
      key.setOptional(false);
    }
  }

  private static void resources(ResourceRequirements.Builder r) {
    r.putAllLimits(wholeMillis(r.getLimitsMap()));
    r.putAllRequests(wholeMillis(r.getRequestsMap()));
  }

  /// The quantities in canonical form, none finer than a thousandth.
  private static Map<String, Quantity> wholeMillis(Map<String, Quantity> quantities) {
    var rounded = new TreeMap<String, Quantity>();
    quantities.forEach((name, q) -> rounded.put(name, wholeMilli(Amount.of(q)).toProto()));
    return rounded;
  }

  private static Amount wholeMilli(Amount amount) {
    return amount.isWholeMilli() ? amount : Amount.ofMilli(amount.milliValue());
  }
}
