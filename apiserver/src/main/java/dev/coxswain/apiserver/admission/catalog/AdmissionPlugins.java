package dev.coxswain.apiserver.admission.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.admission.AdmissionChain.Step;
import dev.coxswain.apiserver.admission.AdmissionTimes;
import dev.coxswain.apiserver.admission.accounts.ServiceAccountAdmission;
import dev.coxswain.apiserver.admission.certificates.CertificateApproval;
import dev.coxswain.apiserver.admission.certificates.CertificateSigning;
import dev.coxswain.apiserver.admission.certificates.CertificateSubjectRestriction;
import dev.coxswain.apiserver.admission.general.AlwaysDeny;
import dev.coxswain.apiserver.admission.general.DefaultIngressClass;
import dev.coxswain.apiserver.admission.general.DenyServiceExternalIPs;
import dev.coxswain.apiserver.admission.general.OwnerReferencesPermission;
import dev.coxswain.apiserver.admission.limits.LimitRanger;
import dev.coxswain.apiserver.admission.namespaces.NamespaceAutoProvision;
import dev.coxswain.apiserver.admission.namespaces.NamespaceExists;
import dev.coxswain.apiserver.admission.namespaces.NamespaceLifecycle;
import dev.coxswain.apiserver.admission.nodes.NodeRestriction;
import dev.coxswain.apiserver.admission.nodes.TaintNodesByCondition;
import dev.coxswain.apiserver.admission.pods.AlwaysPullImages;
import dev.coxswain.apiserver.admission.pods.AntiAffinityTopology;
import dev.coxswain.apiserver.admission.pods.DefaultTolerationSeconds;
import dev.coxswain.apiserver.admission.pods.ExtendedResourceToleration;
import dev.coxswain.apiserver.admission.pods.PodNodeSelector;
import dev.coxswain.apiserver.admission.pods.PodTolerationRestriction;
import dev.coxswain.apiserver.admission.pods.PodTopologyLabels;
import dev.coxswain.apiserver.admission.pods.PriorityAdmission;
import dev.coxswain.apiserver.admission.pods.RuntimeClassAdmission;
import dev.coxswain.apiserver.admission.podsecurity.PodSecurity;
import dev.coxswain.apiserver.admission.podsecurity.PodSecurityConfiguration;
import dev.coxswain.apiserver.admission.quota.QuotaConfiguration;
import dev.coxswain.apiserver.admission.quota.ResourceQuotaAdmission;
import dev.coxswain.apiserver.admission.traffic.EventLimits;
import dev.coxswain.apiserver.admission.traffic.EventRateLimit;
import dev.coxswain.apiserver.admission.volumes.ClaimResize;
import dev.coxswain.apiserver.admission.volumes.DefaultStorageClass;
import dev.coxswain.apiserver.admission.volumes.StorageProtection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The steps of admission under upstream's names, in upstream's order. A step that comes later sees
/// what earlier ones made of the object; the quota is charged when all others agree.
///
/// Names without a step of ours are known, so that flags written for upstream are understood: trust
/// bundles and what nodes declare are no resources here, and policies and webhooks are not asked.
public final class AdmissionPlugins {
  /// A step and whether it runs unless told otherwise.
  private record Plugin(String name, boolean byDefault, Function<Surroundings, Admission> make) {}

  private static final Admission NOTHING = new Admission() {};

  private static final List<Plugin> PLUGINS =
      List.of(
          off("AlwaysAdmit", _ -> NOTHING),
          off(
              "NamespaceAutoProvision",
              s -> new NamespaceAutoProvision(s.lookup(), s.storage(), s.random())),
          on("NamespaceLifecycle", s -> new NamespaceLifecycle(s.lookup())),
          off("NamespaceExists", s -> new NamespaceExists(s.lookup())),
          off("LimitPodHardAntiAffinityTopology", _ -> new AntiAffinityTopology()),
          on("LimitRanger", s -> new LimitRanger(s.lookup())),
          on("ServiceAccount", s -> new ServiceAccountAdmission(s.lookup(), s.random(), s.pause())),
          off("NodeRestriction", s -> new NodeRestriction(s.lookup())),
          on("TaintNodesByCondition", _ -> new TaintNodesByCondition()),
          off("AlwaysPullImages", _ -> new AlwaysPullImages()),
          off("ImagePolicyWebhook", _ -> unable("ImagePolicyWebhook")),
          on("PodSecurity", AdmissionPlugins::podSecurity),
          off("PodNodeSelector", AdmissionPlugins::nodeSelector),
          on("Priority", s -> new PriorityAdmission(s.lookup())),
          on(
              "DefaultTolerationSeconds",
              s ->
                  new DefaultTolerationSeconds(
                      s.settings().notReadySeconds(), s.settings().unreachableSeconds())),
          off("PodTolerationRestriction", AdmissionPlugins::tolerationRestriction),
          off("EventRateLimit", AdmissionPlugins::eventRateLimit),
          off("ExtendedResourceToleration", _ -> new ExtendedResourceToleration()),
          on("DefaultStorageClass", s -> new DefaultStorageClass(s.lookup())),
          on("StorageObjectInUseProtection", _ -> new StorageProtection()),
          off(
              "OwnerReferencesPermissionEnforcement",
              s -> new OwnerReferencesPermission(s.authorizer())),
          on("PersistentVolumeClaimResize", s -> new ClaimResize(s.lookup())),
          on("RuntimeClass", s -> new RuntimeClassAdmission(s.lookup())),
          on("CertificateApproval", s -> new CertificateApproval(s.authorizer())),
          on("CertificateSigning", s -> new CertificateSigning(s.authorizer())),
          on("ClusterTrustBundleAttest", _ -> NOTHING),
          on("CertificateSubjectRestriction", _ -> new CertificateSubjectRestriction()),
          on("DefaultIngressClass", s -> new DefaultIngressClass(s.lookup())),
          on("PodTopologyLabels", s -> new PodTopologyLabels(s.lookup())),
          off("DenyServiceExternalIPs", _ -> new DenyServiceExternalIPs()),
          on("NodeDeclaredFeatureValidator", _ -> NOTHING),
          on("MutatingAdmissionPolicy", _ -> NOTHING),
          on("MutatingAdmissionWebhook", _ -> NOTHING),
          on("ValidatingAdmissionPolicy", _ -> NOTHING),
          on("ValidatingAdmissionWebhook", _ -> NOTHING),
          on("ResourceQuota", AdmissionPlugins::resourceQuota),
          off("AlwaysDeny", _ -> new AlwaysDeny()));

  private AdmissionPlugins() {}

  /// A step that would decide about pods and cannot be asked must not be taken for one that agrees.
  private static Admission unable(String name) {
    throw new IllegalArgumentException(name + ": this server asks nobody about images");
  }

  /// The steps that the settings ask for; nobody learns how long they take.
  ///
  /// @throws IllegalArgumentException if the settings don't make sense
  public static AdmissionChain chain(Surroundings surroundings) {
    return chain(surroundings, AdmissionTimes.UNHEARD);
  }

  /// The steps that the settings ask for.
  ///
  /// @param times learns how long each of them takes
  /// @throws IllegalArgumentException if the settings don't make sense
  public static AdmissionChain chain(Surroundings surroundings, AdmissionTimes times) {
    var settings = surroundings.settings();
    settings.check(PLUGINS.stream().map(Plugin::name).toList());
    return new AdmissionChain(
        PLUGINS.stream()
            .filter(plugin -> settings.wants(plugin.name, plugin.byDefault))
            .map(plugin -> new Step(plugin.name, plugin.make.apply(surroundings)))
            .toList(),
        times);
  }

  private static Admission podSecurity(Surroundings s) {
    return new PodSecurity(
        s.lookup(),
        s.configured("PodSecurity", "PodSecurityConfiguration", PodSecurityConfiguration.class)
            .orElse(PodSecurityConfiguration.DEFAULT));
  }

  private static Admission nodeSelector(Surroundings s) {
    Map<String, String> selectors = new TreeMap<>();
    s.settings()
        .configuration()
        .node("PodNodeSelector")
        .ifPresent(node ->
            node.path("podNodeSelectorPluginConfig")
                .properties()
                .forEach(e -> selectors.put(e.getKey(), e.getValue().asText())));
    return new PodNodeSelector(s.lookup(), selectors);
  }

  private static Admission tolerationRestriction(Surroundings s) {
    var lists = s.settings().configuration().node("PodTolerationRestriction");
    return new PodTolerationRestriction(
        s.lookup(), tolerations(lists, "default"), tolerations(lists, "whitelist"));
  }

  private static List<Toleration> tolerations(Optional<JsonNode> lists, String which) {
    var list = lists.map(node -> node.path(which)).filter(JsonNode::isArray);
    try {
      return list.isPresent() ? PodTolerationRestriction.read(list.get()) : List.of();
    } catch (DecodeException e) {
      throw new IllegalArgumentException(
          "PodTolerationRestriction: %s: %s".formatted(which, e.getMessage()), e);
    }
  }

  private static Admission eventRateLimit(Surroundings s) {
    return new EventRateLimit(
        s.configured("EventRateLimit", "Configuration", EventLimits.class)
            .orElseThrow(
                () -> new IllegalArgumentException("EventRateLimit: wants a configuration")));
  }

  private static Admission resourceQuota(Surroundings s) {
    return new ResourceQuotaAdmission(
        s.lookup(),
        s.storage(),
        s.configured("ResourceQuota", "ResourceQuotaConfiguration", QuotaConfiguration.class)
            .orElse(QuotaConfiguration.DEFAULT));
  }

  private static Plugin on(String name, Function<Surroundings, Admission> make) {
    return new Plugin(name, true, make);
  }

  private static Plugin off(String name, Function<Surroundings, Admission> make) {
    return new Plugin(name, false, make);
  }
}
