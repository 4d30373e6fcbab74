package dev.coxswain.scheduler.config;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Lister;
import dev.coxswain.scheduler.plugins.spread.DefaultConstraints.Workloads;
import dev.coxswain.scheduler.plugins.volumes.Storage;
import dev.coxswain.scheduler.snapshot.Nominations;
import java.util.random.RandomGenerator;

/// What plugins may want to know and use.
public record Surroundings(
    ApiClient client,
    InformerFactory informers,
    Lister<Namespace> namespaces,
    Lister<PodDisruptionBudget> budgets,
    Workloads workloads,
    Storage storage,
    Nominations nominations,
    RandomGenerator random) {

  /// Everything from informers; start them afterwards.
  public static Surroundings of(
      ApiClient client,
      InformerFactory informers,
      Nominations nominations,
      RandomGenerator random) {
    return new Surroundings(
        client,
        informers,
        informers.informer(Namespace.class).lister(),
        informers.informer(PodDisruptionBudget.class).lister(),
        new Workloads(
            informers.informer(Service.class).lister(),
            informers.informer(ReplicationController.class).lister(),
            informers.informer(ReplicaSet.class).lister(),
            informers.informer(StatefulSet.class).lister()),
        new Storage(
            informers.informer(PersistentVolumeClaim.class).lister(),
            informers.informer(PersistentVolume.class).lister(),
            informers.informer(StorageClass.class).lister(),
            informers.informer(CSINode.class).lister(),
            informers.informer(CSIDriver.class).lister(),
            informers.informer(CSIStorageCapacity.class).lister(),
            informers.informer(VolumeAttachment.class).lister()),
        nominations,
        random);
  }
}
