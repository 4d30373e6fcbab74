package dev.coxswain.apiserver.admission.podsecurity;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.PodTemplate;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.ReplicationController;
import java.util.Optional;

/// Finds the template in what makes pods.
final class PodTemplates {
  private PodTemplates() {}

  static Optional<PodTemplateSpec> in(Message object) {
    return switch (object) {
      case PodTemplate template -> Optional.of(template.getTemplate());
      case ReplicationController controller -> Optional.of(controller.getSpec().getTemplate());
      case ReplicaSet set -> Optional.of(set.getSpec().getTemplate());
      case Deployment deployment -> Optional.of(deployment.getSpec().getTemplate());
      case StatefulSet set -> Optional.of(set.getSpec().getTemplate());
      case DaemonSet set -> Optional.of(set.getSpec().getTemplate());
      case Job job -> Optional.of(job.getSpec().getTemplate());
      case CronJob job -> Optional.of(job.getSpec().getJobTemplate().getSpec().getTemplate());
      default -> Optional.empty();
    };
  }
}
