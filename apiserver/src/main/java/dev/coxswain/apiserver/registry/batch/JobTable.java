package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The table of jobs.
final class JobTable {
  static final Table<Job> TABLE =
      Table.of(Job.class)
          .text("Status", "Where the job stands.", JobTable::status)
          .text(
              "Completions",
              "How many pods succeeded, of how many that must.",
              JobTable::completions)
          .column(Columns.text("Duration", "How long the job took or runs."), JobTable::duration)
          .age()
          .wide(
              "Containers",
              "Names of the containers in the pod template.",
              j -> Cells.containers(j.getSpec().getTemplate().getSpec()))
          .wide(
              "Images",
              "Images of the containers in the pod template.",
              j -> Cells.images(j.getSpec().getTemplate().getSpec()))
          .wide(
              "Selector",
              "Labels by which the pods are found.",
              j -> Cells.selector(j.getSpec().getSelector()))
          .build();

  private JobTable() {}

  private static String status(Job job) {
    if (condition(job, "Complete").isPresent()) {
      return "Complete";
    } else if (condition(job, "Failed").isPresent()) {
      return "Failed";
    } else if (job.getMetadata().hasDeletionTimestamp()) {
      return "Terminating";
    }
    for (var type : new String[] {"Suspended", "FailureTarget", "SuccessCriteriaMet"}) {
      if (condition(job, type).isPresent()) {
        return type;
      }
    }
    return "Running";
  }

  private static String completions(Job job) {
    int succeeded = job.getStatus().getSucceeded();
    if (job.getSpec().hasCompletions()) {
      return "%d/%d".formatted(succeeded, job.getSpec().getCompletions());
    }
    int parallelism = job.getSpec().getParallelism();
    return parallelism > 1
        ? "%d/1 of %d".formatted(succeeded, parallelism)
        : "%d/1".formatted(succeeded);
  }

  private static String duration(Job job, Instant now) {
    var status = job.getStatus();
    if (!status.hasStartTime()) {
      return "";
    }
    var end =
        status.hasCompletionTime()
            ? Times.toInstant(status.getCompletionTime())
            : condition(job, "Failed")
                .map(c -> Times.toInstant(c.getLastTransitionTime()))
                .orElse(now);
    return Ages.human(Duration.between(Times.toInstant(status.getStartTime()), end));
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .findFirst();
  }
}
