package dev.coxswain.controllermanager.replicaset;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetCondition;
import dev.coxswain.api.apps.v1.ReplicaSetSpec;
import dev.coxswain.api.apps.v1.ReplicaSetStatus;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.ReplicationControllerCondition;
import dev.coxswain.api.core.v1.ReplicationControllerStatus;
import dev.coxswain.api.meta.v1.LabelSelector;

/// A kind that keeps a number of pods, seen as a ReplicaSet. Pure.
sealed interface ReplicatorKind<M extends Message> {
  Class<M> type();

  String kind();

  /// Where its events come from.
  String component();

  ReplicaSet view(M object);

  M withStatus(M object, ReplicaSetStatus status);

  record Sets() implements ReplicatorKind<ReplicaSet> {
    @Override
    public Class<ReplicaSet> type() {
      return ReplicaSet.class;
    }

    @Override
    public String kind() {
      return "ReplicaSet";
    }

    @Override
    public String component() {
      return "replicaset-controller";
    }

    @Override
    public ReplicaSet view(ReplicaSet object) {
      return object;
    }

    @Override
    public ReplicaSet withStatus(ReplicaSet object, ReplicaSetStatus status) {
      return object.toBuilder().setStatus(status).build();
    }
  }

  record Controllers() implements ReplicatorKind<ReplicationController> {
    @Override
    public Class<ReplicationController> type() {
      return ReplicationController.class;
    }

    @Override
    public String kind() {
      return "ReplicationController";
    }

    @Override
    public String component() {
      return "replication-controller";
    }

    @Override
    public ReplicaSet view(ReplicationController object) {
      var spec = object.getSpec();
      return ReplicaSet.newBuilder()
          .setMetadata(object.getMetadata())
          .setSpec(
              ReplicaSetSpec.newBuilder()
                  .setReplicas(spec.getReplicas())
                  .setMinReadySeconds(spec.getMinReadySeconds())
                  .setSelector(LabelSelector.newBuilder().putAllMatchLabels(spec.getSelectorMap()))
                  .setTemplate(spec.getTemplate()))
          .setStatus(status(object.getStatus()))
          .build();
    }

    private static ReplicaSetStatus status(ReplicationControllerStatus status) {
      var view =
          ReplicaSetStatus.newBuilder()
              .setReplicas(status.getReplicas())
              .setFullyLabeledReplicas(status.getFullyLabeledReplicas())
              .setReadyReplicas(status.getReadyReplicas())
              .setAvailableReplicas(status.getAvailableReplicas())
              .setObservedGeneration(status.getObservedGeneration());
      for (var c : status.getConditionsList()) {
        view.addConditions(
            ReplicaSetCondition.newBuilder()
                .setType(c.getType())
                .setStatus(c.getStatus())
                .setLastTransitionTime(c.getLastTransitionTime())
                .setReason(c.getReason())
                .setMessage(c.getMessage()));
      }
      return view.build();
    }

    @Override
    public ReplicationController withStatus(ReplicationController object, ReplicaSetStatus view) {
      var status =
          ReplicationControllerStatus.newBuilder()
              .setReplicas(view.getReplicas())
              .setFullyLabeledReplicas(view.getFullyLabeledReplicas())
              .setReadyReplicas(view.getReadyReplicas())
              .setAvailableReplicas(view.getAvailableReplicas())
              .setObservedGeneration(view.getObservedGeneration());
      for (var c : view.getConditionsList()) {
        status.addConditions(
            ReplicationControllerCondition.newBuilder()
                .setType(c.getType())
                .setStatus(c.getStatus())
                .setLastTransitionTime(c.getLastTransitionTime())
                .setReason(c.getReason())
                .setMessage(c.getMessage()));
      }
      return object.toBuilder().setStatus(status).build();
    }
  }
}
