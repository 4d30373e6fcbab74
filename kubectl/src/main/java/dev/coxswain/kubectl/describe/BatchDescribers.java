package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Jobs and cron jobs at length.
final class BatchDescribers {
  private static final String UNSET = "<unset>";

  private BatchDescribers() {}

  static void job(Description text, JsonNode job, Describer.Lookup lookup) {
    JsonNode metadata = job.path("metadata");
    JsonNode spec = job.path("spec");
    JsonNode status = job.path("status");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.field(0, "Selector", Selectors.describe(spec.path("selector")));
    WorkloadDescribers.labelsAnnotations(text, job);
    WorkloadDescribers.controller(text, job);
    text.field(0, "Parallelism", spec.path("parallelism").asText());
    text.field(0, "Completions", spec.path("completions").asText(UNSET));
    text.fieldIfSet(0, "Completion Mode", spec.path("completionMode").asText());
    text.fieldIfSet(0, "Suspend", spec.path("suspend").asText());
    text.fieldIfSet(0, "Backoff Limit", spec.path("backoffLimit").asText());
    text.fieldIfSet(0, "TTL Seconds After Finished", spec.path("ttlSecondsAfterFinished").asText());
    String start = status.path("startTime").asText();
    String end = status.path("completionTime").asText();
    if (!start.isEmpty()) {
      text.field(0, "Start Time", Description.date(start));
    }
    if (!end.isEmpty()) {
      text.field(0, "Completed At", Description.date(end));
    }
    if (!start.isEmpty() && !end.isEmpty()) {
      var took = Duration.between(Instant.parse(start), Instant.parse(end));
      text.field(0, "Duration", dev.coxswain.kubectl.print.Ages.describe(took));
    }
    if (spec.has("activeDeadlineSeconds")) {
      text.field(0, "Active Deadline Seconds", spec.path("activeDeadlineSeconds").asText() + "s");
    }
    text.field(
        0,
        "Pods Statuses",
        "%d Active (%d Ready) / %d Succeeded / %d Failed"
            .formatted(
                status.path("active").asInt(),
                status.path("ready").asInt(),
                status.path("succeeded").asInt(),
                status.path("failed").asInt()));
    text.fieldIfSet(0, "Completed Indexes", status.path("completedIndexes").asText());
    TemplateLines.addTo(text, spec.path("template"));
  }

  static void cronJob(Description text, JsonNode cronJob, Describer.Lookup lookup) {
    JsonNode spec = cronJob.path("spec");
    JsonNode job = spec.path("jobTemplate").path("spec");
    Describer.head(text, cronJob);
    text.field(0, "Schedule", spec.path("schedule").asText());
    text.fieldIfSet(0, "Time Zone", spec.path("timeZone").asText());
    text.field(0, "Concurrency Policy", spec.path("concurrencyPolicy").asText());
    text.field(0, "Suspend", spec.path("suspend").asBoolean() ? "True" : "False");
    text.field(
        0, "Successful Job History Limit", spec.path("successfulJobsHistoryLimit").asText(UNSET));
    text.field(0, "Failed Job History Limit", spec.path("failedJobsHistoryLimit").asText(UNSET));
    String deadline = spec.path("startingDeadlineSeconds").asText();
    text.field(0, "Starting Deadline Seconds", deadline.isEmpty() ? UNSET : deadline + "s");
    text.field(
        0, "Selector", job.has("selector") ? Selectors.describe(job.path("selector")) : UNSET);
    text.field(0, "Parallelism", job.path("parallelism").asText(UNSET));
    text.field(0, "Completions", job.path("completions").asText(UNSET));
    if (job.has("activeDeadlineSeconds")) {
      text.field(0, "Active Deadline Seconds", job.path("activeDeadlineSeconds").asText() + "s");
    }
    TemplateLines.addTo(text, job.path("template"));
    JsonNode status = cronJob.path("status");
    text.field(
        0, "Last Schedule Time", Description.date(status.path("lastScheduleTime").asText("")));
    List<String> active = new ArrayList<>();
    status.path("active").forEach(one -> active.add(one.path("name").asText()));
    text.field(0, "Active Jobs", active.isEmpty() ? "<none>" : String.join(", ", active));
  }
}
