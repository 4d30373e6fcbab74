package dev.coxswain.controllermanager.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronJobPlannerTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T12:00:30Z");

  // Jobs are written as name:state; those in the status have a `*`.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "not yet                         | */5 * * * * |             | PT10S  |                   |"
            + " in 260",
        "now                             | */5 * * * * |             | PT5M   |                   |"
            + " start 12:05 in 270",
        "of several the latest           | */5 * * * * |             | PT13M  |                   |"
            + " start 12:10 in 90",
        "last served                     | */5 * * * * | last=PT5M   | PT6M   |                   |"
            + " in 210",
        "an interval keeps its pace      | @every 10m  |             | PT25M  |                   |"
            + " start 12:20:30 in 300",
        "more than a hundred             | * * * * *   |             | PT102M |                   |"
            + " TooManyMissedTimes start 13:42 in 30",
        "years later, at once            | * * * * *   |             | P3000D |                   |"
            + " TooManyMissedTimes start 12:00 in 30",
        "once a year, years later        | 0 12 1 1 *  |             | P1500D |                   |"
            + " start 12:00 in 28166370",
        "a day that never comes          | 0 0 31 2 *  |             | PT9H   |                   |"
            + " InvalidSchedule",
        "nothing that can be read        | 0 0 0 0 0   |             | PT9H   |                   |"
            + " UnparseableSchedule",
        "suspended                       | */5 * * * * | suspend     | PT5M   |                  "
            + " |",
        "being deleted                   | */5 * * * * | deleting    | PT5M   |                  "
            + " |",
        "within the deadline             | */5 * * * * | deadline=60 | PT5M   |                   |"
            + " start 12:05 in 270",
        "beyond the deadline: not missed | */5 * * * * | deadline=60 | PT8M   |                   |"
            + " in 90",
        "beside the one that runs        | */5 * * * * |             | PT5M   | a:runs*           |"
            + " start 12:05 in 270 active a",
        "not beside the one that runs    | */5 * * * * | Forbid      | PT5M   | a:runs*           |"
            + " JobAlreadyActive in 270 active a",
        "beside one that is not ours     | */5 * * * * | Forbid      | PT5M   | a:runs            |"
            + " UnexpectedJob start 12:05 in 270",
        "instead of the one that runs    | */5 * * * * | Replace     | PT5M   | a:runs* b:runs    |"
            + " UnexpectedJob start 12:05 replace a in 270",
        "which has finished              | */5 * * * * | Forbid      | PT5M   | a:Failed*         |"
            + " SawCompletedJob start 12:05 in 270",
        "or is gone                      | */5 * * * * | Forbid      | PT5M   | a:gone*           |"
            + " MissingJob start 12:05 in 270",
        "or not seen yet                 | */5 * * * * | Forbid      | PT5M   | a:hidden*         |"
            + " JobAlreadyActive in 270 active a",
        "history of one each             | */5 * * * * |             | PT10S  | a:Failed b:Failed"
            + " c:Complete d:Complete | outdated c outdated a in 260 succeeded",
      })
  void plan(
      String name, String line, String options, Duration later, String jobs, String expected) {
    var plan =
        CronJobPlanner.plan(
            view(line, options == null ? "" : options, jobs == null ? "" : jobs),
            CREATED.plus(later));
    var words = plan.notes().stream().map(CronJobPlanner.Note::reason).collect(Collectors.toList());
    plan.start().ifPresent(s -> words.add("start " + Times.rfc3339(s.at()).substring(11, 19)));
    plan.replaced().forEach(r -> words.add("replace " + r.getName()));
    plan.outdated().forEach(j -> words.add("outdated " + j.getMetadata().getName()));
    plan.lookAgain().ifPresent(d -> words.add("in " + d.toSeconds()));
    plan.status().getActiveList().forEach(r -> words.add("active " + r.getName()));
    if (plan.status().hasLastSuccessfulTime()) {
      words.add("succeeded");
    }
    assertThat(String.join(" ", words).replace(":00 ", " "))
        .isEqualTo(expected == null ? "" : expected.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "'',                 2026-01-01T12:05:00Z",
    "America/New_York,   2026-01-01T07:05:00-05:00",
    "Asia/Kolkata,       2026-01-01T17:35:00+05:30"
  })
  void aJobSaysWhatTimeItIsForWhereThatIsMeant(String zone, String expected) {
    var cron = view("*/5 * * * *", "zone=" + zone, "").cron();
    var plan =
        CronJobPlanner.plan(
            new CronJobPlanner.View(cron, List.of(), Set.of()), CREATED.plusSeconds(300));
    var metadata = plan.start().orElseThrow().job().getMetadata();
    assertThat(metadata.getName()).isEqualTo("cron-29454485");
    assertThat(metadata.getAnnotationsMap())
        .containsEntry("batch.kubernetes.io/cronjob-scheduled-timestamp", expected);
  }

  private static CronJobPlanner.View view(String line, String options, String jobs) {
    var cron = CronJob.newBuilder();
    cron.getMetadataBuilder()
        .setName("cron")
        .setUid("cron")
        .setCreationTimestamp(Times.of(CREATED));
    cron.getSpecBuilder()
        .setSchedule(line)
        .setSuspend(options.equals("suspend"))
        .setConcurrencyPolicy(options.matches("Forbid|Replace") ? options : "Allow")
        .setFailedJobsHistoryLimit(1)
        .setSuccessfulJobsHistoryLimit(1);
    var value = options.substring(options.indexOf('=') + 1);
    if (options.equals("deleting")) {
      cron.getMetadataBuilder().setDeletionTimestamp(Times.of(CREATED));
    } else if (options.startsWith("last=")) {
      var last = CREATED.minusSeconds(30).plus(Duration.parse(value));
      cron.getStatusBuilder().setLastScheduleTime(Times.of(last));
    } else if (options.startsWith("deadline=")) {
      cron.getSpecBuilder().setStartingDeadlineSeconds(Long.parseLong(value));
    } else if (options.startsWith("zone=")) {
      cron.getSpecBuilder().setTimeZone(value);
    }
    var known = new ArrayList<Job>();
    var texts = Arrays.stream(jobs.split(" ")).filter(j -> !j.isEmpty()).toList();
    for (var text : texts) {
      var parts = text.split("[:*]");
      if (text.endsWith("*")) {
        cron.getStatusBuilder()
            .addActive(ObjectReference.newBuilder().setName(parts[0]).setUid(parts[0]));
      }
      if (!parts[1].matches("gone|hidden")) {
        known.add(job(parts[0], parts[1]));
      }
    }
    var gone =
        texts.stream()
            .filter(t -> t.contains(":gone"))
            .map(t -> t.substring(0, 1))
            .collect(Collectors.toSet());
    return new CronJobPlanner.View(cron.build(), known, gone);
  }

  private static Job job(String name, String state) {
    var job = Job.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(name).setUid(name));
    if (!state.equals("runs")) {
      job.getStatusBuilder()
          .addConditions(JobCondition.newBuilder().setType(state).setStatus("True"));
    }
    if (state.equals("Complete")) {
      job.getStatusBuilder().setCompletionTime(Times.of(CREATED));
    }
    return job.build();
  }
}
