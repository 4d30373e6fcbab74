package dev.coxswain.apiserver.registry;

import dev.coxswain.apimachinery.scheme.ResourceType;
import java.util.Set;

/// Which kinds have their generations counted.
final class Generations {
  private static final Set<String> COUNTED =
      Set.of(
          "mutatingadmissionpolicies.admissionregistration.k8s.io",
          "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "validatingadmissionpolicybindings.admissionregistration.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "customresourcedefinitions.apiextensions.k8s.io",
          "daemonsets.apps",
          "deployments.apps",
          "replicasets.apps",
          "statefulsets.apps",
          "cronjobs.batch",
          "jobs.batch",
          "pods",
          "podtemplates",
          "replicationcontrollers",
          "endpointslices.discovery.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "ingresses.networking.k8s.io",
          "ingressclasses.networking.k8s.io",
          "networkpolicies.networking.k8s.io",
          "poddisruptionbudgets.policy",
          "priorityclasses.scheduling.k8s.io");

  private Generations() {}

  static boolean countedFor(ResourceType resource) {
    return COUNTED.contains(resource.groupResource());
  }
}
