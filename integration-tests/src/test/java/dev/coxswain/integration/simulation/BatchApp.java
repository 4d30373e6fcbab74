package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.client.ApiClient;
import java.util.List;

/// Indexed jobs, one after the other; whatever happens to their pods, each index is done once.
record BatchApp(String name) implements App {
  static final int COMPLETIONS = 4;

  @Override
  public List<Message> objects() {
    return List.of(job(name + "-0"));
  }

  private static Message job(String name) {
    return Manifest.of(
        Job.newBuilder(),
        """
        metadata: {namespace: default, name: %s}
        spec:
          completions: %d
          parallelism: 2
          completionMode: Indexed
          backoffLimit: 1000
          template:
            spec:
              restartPolicy: Never
              tolerations: %s
              containers: [{name: main, image: "app:0", resources: {requests: {cpu: 5m}}}]
        """
            .formatted(name, COMPLETIONS, Workload.IMPATIENT));
  }

  @Override
  public void change(ApiClient user, Chance chance) {
    user.create(job(name + "-" + (1 + chance.below(1_000_000))));
  }

  @Override
  public List<String> problems(Ledger ledger) {
    return ledger.all(Job.class).stream()
        .filter(job -> !isDone(job))
        .map(
            job -> "job %s is not done: %s".formatted(job.getMetadata().getName(), job.getStatus()))
        .toList();
  }

  private static boolean isDone(Job job) {
    var status = job.getStatus();
    return status.getSucceeded() == COMPLETIONS
        && status.getActive() == 0
        && status.getCompletedIndexes().equals("0-" + (COMPLETIONS - 1))
        && status.getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }
}
