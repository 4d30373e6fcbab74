package dev.coxswain.controllermanager.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import dev.coxswain.api.batch.v1.PodFailurePolicyRule;
import dev.coxswain.api.batch.v1.SuccessPolicyRule;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Jobs of three indexes, two at a time.
class JobPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void decides(String name, Job job, List<Pod> pods, List<String> expected) {
    assertThat(text(JobPlanner.plan(job, pods, NOW))).isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("begins", job(_ -> {}), List.of(), List.of("create 0", "create 1")),
        arguments(
            "goes on",
            job(_ -> {}),
            List.of(succeeded(0), running(1)),
            List.of("create 2", "release 0")),
        arguments(
            "too many failures",
            job(_ -> {}),
            List.of(failed(0, 1, 60), failed(1, 1, 60), failed(2, 1, 60)),
            List.of(
                "release 0",
                "release 1",
                "release 2",
                "FailureTarget BackoffLimitExceeded: Job has reached the specified backoff limit")),
        arguments(
            "an exit code that can't be mended",
            job(j -> onExitCode(j, "FailJob", 42)),
            List.of(failed(0, 42, 60), running(1)),
            List.of(
                "delete 1",
                "release 0",
                "release 1",
                "FailureTarget PodFailurePolicy: Container main for pod default/p0-0 failed with"
                    + " exit code 42 matching FailJob rule at index 0")),
        arguments(
            "another exit code",
            job(j -> onExitCode(j, "FailJob", 42)),
            List.of(failed(0, 1, 60), running(1)),
            List.of("create 0", "release 0")),
        arguments(
            "a disruption doesn't count",
            job(j -> {
              j.getSpecBuilder().setBackoffLimit(0);
              j.getSpecBuilder()
                  .getPodFailurePolicyBuilder()
                  .addRules(
                      PodFailurePolicyRule.newBuilder()
                          .setAction("Ignore")
                          .addOnPodConditions(
                              PodFailurePolicyOnPodConditionsPattern.newBuilder()
                                  .setType("DisruptionTarget")
                                  .setStatus("True")));
            }),
            List.of(disrupted(0), running(1)),
            List.of("create 0", "release 0")),
        arguments(
            "per index: begins with no failures",
            job(JobPlannerTest::perIndex),
            List.of(),
            List.of("create 0 after 0", "create 1 after 0")),
        arguments(
            "per index: a failed pod stays until its number is taken over",
            job(JobPlannerTest::perIndex),
            List.of(failed(0, 1, 60), running(1)),
            List.of("create 0 after 1")),
        arguments(
            "per index: and goes then",
            job(JobPlannerTest::perIndex),
            List.of(failed(0, 1, 60), attempt(running(0), 1), running(1)),
            List.of("release 0")),
        arguments(
            "per index: waits after a failure",
            job(JobPlannerTest::perIndex),
            List.of(failed(0, 1, 4), running(1)),
            List.of("create 2 after 0", "look again in 6 s")),
        arguments(
            "per index: the others go on when one has failed",
            job(JobPlannerTest::perIndex),
            List.of(attempt(failed(0, 1, 60), 1), running(1)),
            List.of("create 2 after 0", "release 0", "failed indexes 0")),
        arguments(
            "per index: all done, one badly",
            job(j -> {
              perIndex(j);
              j.getStatusBuilder().setFailedIndexes("0").setCompletedIndexes("1,2");
            }),
            List.of(),
            List.of(
                "failed indexes 0",
                "FailureTarget FailedIndexes: Job has failed indexes",
                "Failed FailedIndexes: Job has failed indexes")),
        arguments(
            "per index: an exit code that fails it at once",
            job(j -> {
              perIndex(j);
              onExitCode(j, "FailIndex", 7);
            }),
            List.of(failed(0, 7, 60), running(1)),
            List.of("create 2 after 0", "release 0", "failed indexes 0")),
        arguments(
            "the leader is enough",
            job(j ->
                j.getSpecBuilder()
                    .getSuccessPolicyBuilder()
                    .addRules(SuccessPolicyRule.newBuilder().setSucceededIndexes("0"))),
            List.of(succeeded(0), running(1)),
            List.of(
                "delete 1",
                "release 0",
                "release 1",
                "SuccessCriteriaMet SuccessPolicy: Matched rules at index 0")),
        arguments(
            "too many indexes have failed, whatever the policy is happy with",
            job(j -> {
              perIndex(j);
              j.getSpecBuilder()
                  .setMaxFailedIndexes(0)
                  .getSuccessPolicyBuilder()
                  .addRules(SuccessPolicyRule.newBuilder().setSucceededIndexes("1"));
            }),
            List.of(succeeded(1), attempt(failed(0, 1, 60), 1)),
            List.of(
                "release 1",
                "release 0",
                "failed indexes 0",
                "FailureTarget MaxFailedIndexesExceeded: Job has exceeded the specified maximal"
                    + " number of failed indexes")),
        arguments(
            "suspended: pods go as if they had never been",
            job(j -> j.getSpecBuilder().setSuspend(true).setActiveDeadlineSeconds(60)),
            List.of(running(0), running(1)),
            List.of("drop 0", "drop 1", "Suspended JobSuspended: Job suspended")),
        arguments(
            "late",
            job(j -> j.getSpecBuilder().setActiveDeadlineSeconds(60)),
            List.of(running(0)),
            List.of(
                "delete 0",
                "release 0",
                "FailureTarget DeadlineExceeded: Job was active longer than specified deadline")),
        arguments(
            "more than one pod of an index, and one that nobody asked for",
            job(j -> j.getSpecBuilder().setParallelism(5)),
            List.of(pod(0, "Pending").build(), running(0), running(1), running(7)),
            List.of("drop 7", "drop 0")),
        arguments(
            "fewer at a time",
            job(j -> j.getSpecBuilder().setParallelism(1)),
            List.of(pod(0, "Pending").build(), running(1)),
            List.of("drop 0")),
        arguments(
            "being deleted: nobody waits for its pods",
            job(j -> j.getMetadataBuilder().setDeletionTimestamp(Times.of(NOW))),
            List.of(running(0)),
            List.of("release 0")),
        arguments(
            "a work queue: one success is the sign to wait for the rest",
            job(j -> j.getSpecBuilder().clearCompletions().setCompletionMode("NonIndexed")),
            List.of(succeeded(0), running(1), running(2), running(3)),
            List.of("release 0")),
        arguments(
            "restarts in place count as failures, those of init containers too",
            job(j ->
                j.getSpecBuilder()
                    .getTemplateBuilder()
                    .getSpecBuilder()
                    .setRestartPolicy("OnFailure")),
            List.of(restarted(0)),
            List.of(
                "delete 0",
                "release 0",
                "FailureTarget BackoffLimitExceeded: Job has reached the specified backoff"
                    + " limit")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("starts")
  void startTime(String name, Job job, long minutesAgo) {
    var status = JobPlanner.plan(job, List.of(), NOW).status();
    var start = Times.toInstant(status.getStartTime());
    assertThat(status.hasStartTime()).isEqualTo(minutesAgo >= 0);
    assertThat(minutesAgo < 0 || start.equals(NOW.minus(Duration.ofMinutes(minutesAgo)))).isTrue();
    assertThat(status.getConditionsList()).noneMatch(c -> c.getReason().equals("DeadlineExceeded"));
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        arguments("first looked at", job(j -> j.getStatusBuilder().clearStartTime()), 0),
        arguments("under way", job(_ -> {}), 60),
        arguments(
            "nothing to do",
            job(j -> {
              j.getSpecBuilder().setCompletions(0);
              j.getStatusBuilder().clearStartTime();
            }),
            0),
        arguments(
            "born suspended",
            job(j -> {
              j.getSpecBuilder().setSuspend(true);
              j.getStatusBuilder().clearStartTime();
            }),
            -1),
        arguments("suspended later", job(j -> j.getSpecBuilder().setSuspend(true)), 60),
        arguments(
            "resumed: the deadline counts anew",
            job(j -> {
              j.getSpecBuilder().setActiveDeadlineSeconds(60);
              j.getStatusBuilder()
                  .addConditions(JobConditions.of("Suspended", true, "JobSuspended", "", NOW));
            }),
            0));
  }

  @Test
  void theStatusCountsWhatTheStepLeavesBehind() {
    var late = job(j -> j.getSpecBuilder().setActiveDeadlineSeconds(60));
    var status = JobPlanner.plan(late, List.of(running(0), succeeded(1)), NOW).status();
    assertThat(status.getActive()).isZero();
    assertThat(status.getTerminating()).isEqualTo(1);
    assertThat(status.getCompletedIndexes()).isEqualTo("1");
    assertThat(status.getUncountedTerminatedPods().getFailedList()).containsExactly("p0-0Running");
    assertThat(JobPlanner.plan(job(_ -> {}), List.of(), NOW).status().getActive()).isEqualTo(2);
  }

  private static Pod restarted(int index) {
    var pod = pod(index, "Running");
    pod.getStatusBuilder().addInitContainerStatusesBuilder().setRestartCount(1);
    pod.getStatusBuilder().addContainerStatusesBuilder().setRestartCount(1);
    return pod.build();
  }

  private static List<String> text(JobPlanner.Plan plan) {
    var text = new ArrayList<String>();
    plan.deletions().forEach(p -> text.add("delete " + index(p)));
    plan.drops().forEach(p -> text.add("drop " + index(p)));
    plan.creations().forEach(p -> text.add(("create " + index(p) + after(p))));
    plan.releases().forEach(p -> text.add("release " + index(p)));
    if (!plan.status().getFailedIndexes().isEmpty()) {
      text.add("failed indexes " + plan.status().getFailedIndexes());
    }
    plan.status()
        .getConditionsList()
        .forEach(c -> text.add(c.getType() + " " + c.getReason() + ": " + c.getMessage()));
    plan.lookAgain().ifPresent(d -> text.add("look again in " + d.toSeconds() + " s"));
    return text;
  }

  private static int index(Pod pod) {
    return Indexes.of(pod).orElseThrow();
  }

  private static String after(Pod pod) {
    var failures = pod.getMetadata().getAnnotationsOrDefault(IndexFailures.FAILURES, "");
    return failures.isEmpty() ? "" : " after " + failures;
  }

  private static Job job(Consumer<Job.Builder> edit) {
    var job = Job.newBuilder();
    job.getMetadataBuilder().setNamespace("default").setName("job").setUid("u");
    job.getSpecBuilder()
        .setCompletions(3)
        .setParallelism(2)
        .setBackoffLimit(2)
        .setCompletionMode("Indexed")
        .setPodReplacementPolicy("Failed");
    job.getStatusBuilder().setStartTime(Times.of(NOW.minus(Duration.ofHours(1))));
    edit.accept(job);
    return job.build();
  }

  private static void perIndex(Job.Builder job) {
    job.getSpecBuilder().setBackoffLimitPerIndex(1).setBackoffLimit(Integer.MAX_VALUE);
  }

  private static void onExitCode(Job.Builder job, String action, int code) {
    job.getSpecBuilder()
        .getPodFailurePolicyBuilder()
        .addRules(
            PodFailurePolicyRule.newBuilder()
                .setAction(action)
                .setOnExitCodes(
                    PodFailurePolicyOnExitCodesRequirement.newBuilder()
                        .setOperator("In")
                        .addValues(code)));
  }

  private static Pod.Builder pod(int index, String phase) {
    var name = "p%d-0".formatted(index);
    var pod = Pod.newBuilder();
    pod.getMetadataBuilder()
        .setNamespace("default")
        .setName(name)
        .setUid(name + phase)
        .addFinalizers(JobPods.TRACKING)
        .putAnnotations(Indexes.ANNOTATION, Integer.toString(index));
    pod.getStatusBuilder().setPhase(phase);
    return pod;
  }

  private static Pod running(int index) {
    return pod(index, "Running").build();
  }

  private static Pod succeeded(int index) {
    return pod(index, "Succeeded").build();
  }

  private static Pod failed(int index, int exitCode, int secondsAgo) {
    var pod = pod(index, "Failed");
    pod.getStatusBuilder()
        .addContainerStatusesBuilder()
        .setName("main")
        .getStateBuilder()
        .getTerminatedBuilder()
        .setExitCode(exitCode)
        .setFinishedAt(Times.of(NOW.minusSeconds(secondsAgo)));
    return pod.build();
  }

  private static Pod disrupted(int index) {
    var pod = failed(index, 137, 60).toBuilder();
    pod.getStatusBuilder()
        .addConditions(PodCondition.newBuilder().setType("DisruptionTarget").setStatus("True"));
    return pod.build();
  }

  private static Pod attempt(Pod pod, int failures) {
    var changed = pod.toBuilder();
    changed.getMetadataBuilder().putAnnotations(IndexFailures.FAILURES, Integer.toString(failures));
    return changed.build();
  }
}
