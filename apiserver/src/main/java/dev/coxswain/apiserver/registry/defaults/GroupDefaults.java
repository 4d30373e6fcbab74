package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.authentication.v1.TokenRequestSpec;
import dev.coxswain.api.networking.v1.IngressClassSpec;
import dev.coxswain.api.networking.v1.NetworkPolicyPort;
import dev.coxswain.api.networking.v1.NetworkPolicySpec;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.api.storage.v1.CSIDriverSpec;
import dev.coxswain.api.storage.v1.StorageClass;

/// Defaults of kinds of the smaller groups.
final class GroupDefaults {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private GroupDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(TokenRequestSpec.newBuilder(), GroupDefaults::token)
        .on(NetworkPolicySpec.newBuilder(), GroupDefaults::networkPolicy)
        .on(NetworkPolicyPort.newBuilder(), GroupDefaults::networkPolicyPort)
        .on(IngressClassSpec.newBuilder(), GroupDefaults::ingressClass)
        .on(RoleBinding.newBuilder(), b -> roleRef(b.getRoleRefBuilder()))
        .on(ClusterRoleBinding.newBuilder(), b -> roleRef(b.getRoleRefBuilder()))
        .on(Subject.newBuilder(), GroupDefaults::subject)
        .on(PriorityClass.newBuilder(), GroupDefaults::priorityClass)
        .on(StorageClass.newBuilder(), GroupDefaults::storageClass)
        .on(CSIDriverSpec.newBuilder(), GroupDefaults::csiDriver)
        .withAll(FlowControlDefaults::register);
  }

  private static void token(TokenRequestSpec.Builder spec) {
    if (!spec.hasExpirationSeconds()) {
      spec.setExpirationSeconds(3600);
    }
  }

  private static void networkPolicy(NetworkPolicySpec.Builder spec) {
    if (spec.getPolicyTypesCount() == 0) {
      spec.addPolicyTypes("Ingress");
      if (spec.getEgressCount() > 0) {
        spec.addPolicyTypes("Egress");
      }
    }
  }

  private static void networkPolicyPort(NetworkPolicyPort.Builder port) {
    if (!port.hasProtocol()) {
      port.setProtocol("TCP");
    }
  }

  private static void ingressClass(IngressClassSpec.Builder spec) {
    if (spec.hasParameters() && !spec.getParameters().hasScope()) {
      spec.getParametersBuilder().setScope("Cluster");
    }
  }

  private static void roleRef(RoleRef.Builder ref) {
    if (ref.getApiGroup().isEmpty()) {
      ref.setApiGroup(RBAC);
    }
  }

  private static void subject(Subject.Builder subject) {
    boolean person = subject.getKind().equals("User") || subject.getKind().equals("Group");
    if (person && subject.getApiGroup().isEmpty()) {
      subject.setApiGroup(RBAC);
    }
  }

  private static void priorityClass(PriorityClass.Builder priority) {
    if (!priority.hasPreemptionPolicy()) {
      priority.setPreemptionPolicy("PreemptLowerPriority");
    }
  }

  private static void storageClass(StorageClass.Builder storage) {
    if (!storage.hasReclaimPolicy()) {
      storage.setReclaimPolicy("Delete");
    }
    if (!storage.hasVolumeBindingMode()) {
      storage.setVolumeBindingMode("Immediate");
    }
  }

  private static void csiDriver(CSIDriverSpec.Builder spec) {
    if (!spec.hasAttachRequired()) {
      spec.setAttachRequired(true);
    }
    if (!spec.hasFsGroupPolicy()) {
      spec.setFsGroupPolicy("ReadWriteOnceWithFSType");
    }
    boolean podInfo = spec.getPodInfoOnMount();
    boolean republish = spec.getRequiresRepublish();
    boolean seLinux = spec.getSeLinuxMount();
    boolean capacity = spec.getStorageCapacity();
    spec.setPodInfoOnMount(podInfo)
        .setRequiresRepublish(republish)
        .setSeLinuxMount(seLinux)
        .setStorageCapacity(capacity);
    if (spec.getVolumeLifecycleModesCount() == 0) {
      spec.addVolumeLifecycleModes("Persistent");
    }
  }
}
