package dev.coxswain.apiserver.registry.catalog;

import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.coxswain.api.admissionregistration.v1.MutatingWebhookConfiguration;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.coxswain.api.admissionregistration.v1.ValidatingWebhookConfiguration;
import dev.coxswain.api.apiextensions.v1.CustomResourceDefinition;
import dev.coxswain.api.apiregistration.v1.APIService;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.core.v1.ComponentStatus;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Endpoints;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplate;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.api.networking.v1.NetworkPolicy;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.api.storage.v1.VolumeAttributesClass;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.admissionregistration.MutatingBindingStrategy;
import dev.coxswain.apiserver.registry.admissionregistration.MutatingPolicyStrategy;
import dev.coxswain.apiserver.registry.admissionregistration.MutatingWebhookStrategy;
import dev.coxswain.apiserver.registry.admissionregistration.ValidatingBindingStrategy;
import dev.coxswain.apiserver.registry.admissionregistration.ValidatingPolicyStrategy;
import dev.coxswain.apiserver.registry.admissionregistration.ValidatingWebhookStrategy;
import dev.coxswain.apiserver.registry.apps.ControllerRevisionStrategy;
import dev.coxswain.apiserver.registry.apps.DaemonSetStrategy;
import dev.coxswain.apiserver.registry.apps.DeploymentStrategy;
import dev.coxswain.apiserver.registry.apps.ReplicaSetStrategy;
import dev.coxswain.apiserver.registry.apps.StatefulSetStrategy;
import dev.coxswain.apiserver.registry.autoscaling.AutoscalerStrategy;
import dev.coxswain.apiserver.registry.batch.CronJobStrategy;
import dev.coxswain.apiserver.registry.batch.JobStrategy;
import dev.coxswain.apiserver.registry.certificates.SigningRequestStrategy;
import dev.coxswain.apiserver.registry.coordination.LeaseStrategy;
import dev.coxswain.apiserver.registry.core.ClaimStrategy;
import dev.coxswain.apiserver.registry.core.ConfigMapStrategy;
import dev.coxswain.apiserver.registry.core.CoreTables;
import dev.coxswain.apiserver.registry.core.EndpointsStrategy;
import dev.coxswain.apiserver.registry.core.EventStrategy;
import dev.coxswain.apiserver.registry.core.LimitRangeStrategy;
import dev.coxswain.apiserver.registry.core.NamespaceStrategy;
import dev.coxswain.apiserver.registry.core.NewEventStrategy;
import dev.coxswain.apiserver.registry.core.NodeStrategy;
import dev.coxswain.apiserver.registry.core.PodStrategy;
import dev.coxswain.apiserver.registry.core.PodTemplateStrategy;
import dev.coxswain.apiserver.registry.core.ReplicationControllerStrategy;
import dev.coxswain.apiserver.registry.core.ResourceQuotaStrategy;
import dev.coxswain.apiserver.registry.core.SecretStrategy;
import dev.coxswain.apiserver.registry.core.ServiceStrategy;
import dev.coxswain.apiserver.registry.core.VolumeStrategy;
import dev.coxswain.apiserver.registry.discovery.EndpointSliceStrategy;
import dev.coxswain.apiserver.registry.extensions.ApiServiceStrategy;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.flowcontrol.FlowSchemaStrategy;
import dev.coxswain.apiserver.registry.flowcontrol.PriorityLevelStrategy;
import dev.coxswain.apiserver.registry.networking.IngressClassStrategy;
import dev.coxswain.apiserver.registry.networking.IngressStrategy;
import dev.coxswain.apiserver.registry.networking.IpAddressStrategy;
import dev.coxswain.apiserver.registry.networking.NetworkPolicyStrategy;
import dev.coxswain.apiserver.registry.networking.ServiceCidrStrategy;
import dev.coxswain.apiserver.registry.node.RuntimeClassStrategy;
import dev.coxswain.apiserver.registry.policy.DisruptionBudgetStrategy;
import dev.coxswain.apiserver.registry.rbac.ClusterRoleBindingStrategy;
import dev.coxswain.apiserver.registry.rbac.ClusterRoleStrategy;
import dev.coxswain.apiserver.registry.rbac.RoleBindingStrategy;
import dev.coxswain.apiserver.registry.rbac.RoleStrategy;
import dev.coxswain.apiserver.registry.scheduling.PriorityClassStrategy;
import dev.coxswain.apiserver.registry.storage.CsiDriverStrategy;
import dev.coxswain.apiserver.registry.storage.CsiNodeStrategy;
import dev.coxswain.apiserver.registry.storage.CsiStorageCapacityStrategy;
import dev.coxswain.apiserver.registry.storage.StorageClassStrategy;
import dev.coxswain.apiserver.registry.storage.VolumeAttachmentStrategy;
import dev.coxswain.apiserver.registry.storage.VolumeAttributesClassStrategy;

/// The strategies of the served API.
public final class Catalog {
  private static final StrategyRegistry STRATEGIES = build();

  private Catalog() {}

  public static StrategyRegistry strategies() {
    return STRATEGIES;
  }

  private static StrategyRegistry build() {
    var registry = StrategyRegistry.builder();
    core(registry);
    apps(registry);
    batch(registry);
    networking(registry);
    rbac(registry);
    others(registry);
    storage(registry);
    extensions(registry);
    return registry.build();
  }

  private static void core(StrategyRegistry.Builder registry) {
    registry
        .with(ConfigMap.class, ConfigMapStrategy::new)
        .with(Endpoints.class, EndpointsStrategy::new)
        .with(Event.class, EventStrategy::new)
        .with(LimitRange.class, LimitRangeStrategy::new)
        .with(Namespace.class, NamespaceStrategy::new)
        .with(Node.class, NodeStrategy::new)
        .with(PersistentVolume.class, VolumeStrategy::new)
        .with(PersistentVolumeClaim.class, ClaimStrategy::new)
        .with(Pod.class, PodStrategy::new)
        .with(PodTemplate.class, PodTemplateStrategy::new)
        .with(ReplicationController.class, ReplicationControllerStrategy::new)
        .with(ResourceQuota.class, ResourceQuotaStrategy::new)
        .with(Secret.class, SecretStrategy::new)
        .with(Service.class, ServiceStrategy::new)
        .with(ComponentStatus.class, r -> new GenericStrategy<>(r, CoreTables.COMPONENT_STATUSES));
  }

  private static void apps(StrategyRegistry.Builder registry) {
    registry
        .with(ControllerRevision.class, ControllerRevisionStrategy::new)
        .with(DaemonSet.class, DaemonSetStrategy::new)
        .with(Deployment.class, DeploymentStrategy::new)
        .with(ReplicaSet.class, ReplicaSetStrategy::new)
        .with(StatefulSet.class, StatefulSetStrategy::new);
  }

  private static void batch(StrategyRegistry.Builder registry) {
    registry.with(CronJob.class, CronJobStrategy::new).with(Job.class, JobStrategy::new);
  }

  private static void networking(StrategyRegistry.Builder registry) {
    registry
        .with(IPAddress.class, IpAddressStrategy::new)
        .with(Ingress.class, IngressStrategy::new)
        .with(IngressClass.class, IngressClassStrategy::new)
        .with(NetworkPolicy.class, NetworkPolicyStrategy::new)
        .with(ServiceCIDR.class, ServiceCidrStrategy::new);
  }

  private static void rbac(StrategyRegistry.Builder registry) {
    registry
        .with(ClusterRole.class, ClusterRoleStrategy::new)
        .with(ClusterRoleBinding.class, ClusterRoleBindingStrategy::new)
        .with(Role.class, RoleStrategy::new)
        .with(RoleBinding.class, RoleBindingStrategy::new);
  }

  private static void others(StrategyRegistry.Builder registry) {
    registry
        .with(HorizontalPodAutoscaler.class, AutoscalerStrategy<HorizontalPodAutoscaler>::new)
        .with(
            dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler.class,
            AutoscalerStrategy<dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler>::new)
        .with(CertificateSigningRequest.class, SigningRequestStrategy::new)
        .with(Lease.class, LeaseStrategy::new)
        .with(EndpointSlice.class, EndpointSliceStrategy::new)
        .with(PodDisruptionBudget.class, DisruptionBudgetStrategy::new)
        .with(PriorityClass.class, PriorityClassStrategy::new)
        .with(RuntimeClass.class, RuntimeClassStrategy::new)
        .with(dev.coxswain.api.events.v1.Event.class, NewEventStrategy::new);
  }

  private static void storage(StrategyRegistry.Builder registry) {
    registry
        .with(StorageClass.class, StorageClassStrategy::new)
        .with(CSIDriver.class, CsiDriverStrategy::new)
        .with(CSINode.class, CsiNodeStrategy::new)
        .with(CSIStorageCapacity.class, CsiStorageCapacityStrategy::new)
        .with(VolumeAttachment.class, VolumeAttachmentStrategy::new)
        .with(VolumeAttributesClass.class, VolumeAttributesClassStrategy::new);
  }

  private static void extensions(StrategyRegistry.Builder registry) {
    registry
        .with(MutatingWebhookConfiguration.class, MutatingWebhookStrategy::new)
        .with(ValidatingWebhookConfiguration.class, ValidatingWebhookStrategy::new)
        .with(MutatingAdmissionPolicy.class, MutatingPolicyStrategy::new)
        .with(ValidatingAdmissionPolicy.class, ValidatingPolicyStrategy::new)
        .with(MutatingAdmissionPolicyBinding.class, MutatingBindingStrategy::new)
        .with(ValidatingAdmissionPolicyBinding.class, ValidatingBindingStrategy::new)
        .with(
            CustomResourceDefinition.class,
            r -> new GenericStrategy<>(r, ExtensionTables.DEFINITIONS))
        .with(APIService.class, ApiServiceStrategy::new)
        .with(FlowSchema.class, FlowSchemaStrategy::new)
        .with(PriorityLevelConfiguration.class, PriorityLevelStrategy::new);
  }
}
