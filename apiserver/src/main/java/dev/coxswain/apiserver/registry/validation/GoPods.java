package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.util.List;

/// Pods as upstream's program has them: what concerns the node's namespaces belongs to the security
/// context, and some fields stand in another order.
public final class GoPods {
  private static final List<String> TO_DNS =
      List.of(
          "volumes",
          "initContainers",
          "containers",
          "ephemeralContainers",
          "restartPolicy",
          "terminationGracePeriodSeconds",
          "activeDeadlineSeconds",
          "dnsPolicy",
          "nodeSelector",
          "serviceAccountName",
          "automountServiceAccountToken",
          "nodeName");
  private static final List<String> FROM_SECRETS =
      List.of(
          "imagePullSecrets",
          "hostname",
          "subdomain",
          "setHostnameAsFQDN",
          "affinity",
          "schedulerName",
          "tolerations",
          "hostAliases",
          "priorityClassName",
          "priority",
          "preemptionPolicy",
          "dnsConfig",
          "readinessGates",
          "runtimeClassName",
          "overhead",
          "enableServiceLinks",
          "topologySpreadConstraints",
          "os",
          "schedulingGates",
          "resourceClaims",
          "resources",
          "hostnameOverride",
          "schedulingGroup");
  private static final List<String> NAMESPACES =
      List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");
  private static final List<String> SECURITY =
      List.of(
          "seLinuxOptions",
          "windowsOptions",
          "runAsUser",
          "runAsGroup",
          "runAsNonRoot",
          "supplementalGroups",
          "supplementalGroupsPolicy",
          "fsGroup",
          "fsGroupChangePolicy",
          "sysctls",
          "seccompProfile",
          "appArmorProfile",
          "seLinuxChangePolicy");
  private static final List<String> VOLUMES =
      List.of(
          "hostPath",
          "emptyDir",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "gitRepo",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "persistentVolumeClaim",
          "rbd",
          "quobyte",
          "flexVolume",
          "cinder",
          "cephfs",
          "flocker",
          "downwardAPI",
          "fc",
          "azureFile",
          "configMap",
          "vsphereVolume",
          "azureDisk",
          "photonPersistentDisk",
          "projected",
          "portworxVolume",
          "scaleIO",
          "storageos",
          "csi",
          "ephemeral",
          "image");

  private GoPods() {}

  /// A template: the fields of its metadata are its own.
  public static GoStruct template(PodTemplateSpec template) {
    var shown = GoStruct.of();
    JsonCodec.toTree(template.getMetadata())
        .properties()
        .forEach(field -> shown.with(field.getKey(), field.getValue()));
    return shown.with("Spec", template.getSpec());
  }

  static GoStruct spec(PodSpec spec) {
    var security = GoStruct.of().with(spec, NAMESPACES).with(spec.getSecurityContext(), SECURITY);
    return GoStruct.of()
        .with(spec, TO_DNS)
        .with("SecurityContext", security)
        .with(spec, FROM_SECRETS);
  }

  static GoStruct volume(VolumeSource source) {
    return GoStruct.of().with(source, VOLUMES);
  }
}
