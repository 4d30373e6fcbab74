package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl create job` and `cronjob`.
final class CreateBatchCommands {
  private static final String API_VERSION = "batch/v1";

  private CreateBatchCommands() {}

  private static void addTemplate(
      ObjectNode job, String name, String image, List<String> command, String restart) {
    var pod = job.putObject("template").putObject("spec");
    pod.putArray("containers").add(Objects.container(name, image, command, true));
    pod.put("restartPolicy", restart);
  }

  /// `kubectl create job`
  @Command(name = "job", description = "Creates a job.")
  static final class OfJob extends Generator {
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
    List<String> command = List.of();

    @Option(names = "--image", defaultValue = "", description = "The image to run.")
    String image;

    @Option(names = "--from", defaultValue = "", description = "cronjob/NAME to run now.")
    String from;

    @Override
    String resource() {
      return "jobs.batch";
    }

    @Override
    String refused() {
      return "failed to create job:";
    }

    @Override
    ObjectNode object(Session session) {
      if (image.isEmpty() == from.isEmpty()) {
        throw new Failure("either --image or --from must be specified");
      }
      return from.isEmpty() ? ofImage() : ofCronJob(session);
    }

    private ObjectNode ofImage() {
      var job = Objects.object(API_VERSION, "Job", name);
      addTemplate(job.putObject("spec"), name, image, command, "Never");
      job.putObject("status");
      return job;
    }

    private ObjectNode ofCronJob(Session session) {
      var selected = Selected.parse(List.of(from), session.discovery()).getFirst();
      JsonNode cronJob =
          session
              .client()
              .get(selected.resource().path(session.namespace(), selected.names().getFirst()));
      JsonNode template = cronJob.path("spec").path("jobTemplate");
      var job = Objects.object(API_VERSION, "Job", name);
      var metadata = job.withObject("/metadata");
      var annotations = metadata.putObject("annotations");
      annotations.put("cronjob.kubernetes.io/instantiate", "manual");
      template
          .path("metadata")
          .path("annotations")
          .properties()
          .forEach(entry -> annotations.set(entry.getKey(), entry.getValue()));
      if (template.path("metadata").has("labels")) {
        metadata.set("labels", template.path("metadata").path("labels"));
      }
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", API_VERSION)
          .put("kind", "CronJob")
          .put("name", cronJob.path("metadata").path("name").asText())
          .put("uid", cronJob.path("metadata").path("uid").asText())
          .put("controller", true);
      job.set("spec", template.path("spec"));
      return job;
    }
  }

  /// `kubectl create cronjob`
  @Command(name = "cronjob", aliases = "cj", description = "Creates a cron job.")
  static final class OfCronJob extends Generator {
    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND")
    List<String> command = List.of();

    @Option(names = "--image", defaultValue = "", description = "The image to run.")
    String image;

    @Option(names = "--schedule", defaultValue = "", description = "When, as cron says it.")
    String schedule;

    @Option(names = "--restart", defaultValue = "OnFailure", description = "OnFailure or Never.")
    String restart;

    @Override
    String resource() {
      return "cronjobs.batch";
    }

    @Override
    String refused() {
      return "failed to create cronjob:";
    }

    @Override
    ObjectNode object(Session session) {
      if (image.isEmpty() || schedule.isEmpty()) {
        throw new Failure(
            "required flag(s) %s not set"
                .formatted(
                    image.isEmpty() && schedule.isEmpty()
                        ? "\"image\", \"schedule\""
                        : image.isEmpty() ? "\"image\"" : "\"schedule\""));
      }
      var cronJob = Objects.object(API_VERSION, "CronJob", name);
      var spec = cronJob.putObject("spec");
      var template = spec.putObject("jobTemplate");
      template.putObject("metadata").put("name", name);
      addTemplate(template.putObject("spec"), name, image, command, restart);
      spec.put("schedule", schedule);
      cronJob.putObject("status");
      return cronJob;
    }
  }
}
