package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for the status of a job, which controllers of others may write, too.
///
/// Most look only at what a write changes: what was wrong before, or became so by a change of the
/// spec, does not stop the rest.
final class JobStatusValidation {
  private static final FieldPath CONDITIONS = Problems.STATUS.child("conditions");
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";
  private static final String FAILURE = "FailureTarget";
  private static final String SUCCESS = "SuccessCriteriaMet";

  private final Job job;
  private final JobStatus now;
  private final JobStatus before;
  private final Problems problems;

  private JobStatusValidation(Job job, JobStatus before, Problems problems) {
    this.job = job;
    this.now = job.getStatus();
    this.before = before;
    this.problems = problems;
  }

  static void check(Job updated, Job existing, Problems problems) {
    var validation = new JobStatusValidation(updated, existing.getStatus(), problems);
    validation.checkNumbers();
    validation.checkUncounted();
    validation.checkCompletion();
    validation.checkTargets();
    validation.checkFinished();
    validation.checkIndexes();
    validation.checkRest();
    validation.checkTransition();
  }

  private void checkNumbers() {
    problems.nonNegative(Problems.STATUS.child("active"), now.getActive());
    problems.nonNegative(Problems.STATUS.child("succeeded"), now.getSucceeded());
    problems.nonNegative(Problems.STATUS.child("failed"), now.getFailed());
    problems.nonNegative(Problems.STATUS.child("ready"), now.getReady());
    problems.nonNegative(Problems.STATUS.child("terminating"), now.getTerminating());
  }

  private void checkUncounted() {
    var path = Problems.STATUS.child("uncountedTerminatedPods");
    var seen = new HashSet<String>();
    var uncounted = now.getUncountedTerminatedPods();
    checkUids(uncounted.getSucceededList(), path.child("succeeded"), seen);
    checkUids(uncounted.getFailedList(), path.child("failed"), seen);
  }

  private void checkUids(List<String> uids, FieldPath path, Set<String> seen) {
    for (int i = 0; i < uids.size(); i++) {
      if (uids.get(i).isEmpty()) {
        problems.invalid(path.index(i), "", "must not be empty");
      } else if (!seen.add(uids.get(i))) {
        problems.duplicate(path.index(i), uids.get(i));
      }
    }
  }

  private void checkCompletion() {
    boolean completes = turned(COMPLETE);
    if ((completes || turned(FAILED)) && is(COMPLETE) && is(FAILED)) {
      condition("cannot set Complete=True and Failed=true conditions");
    }
    if ((completes || turned(FAILURE)) && is(COMPLETE) && is(FAILURE)) {
      condition("cannot set Complete=True and FailureTarget=true conditions");
    }
    var path = Problems.STATUS.child("completionTime");
    if (completes || changed("completionTime")) {
      if (now.hasCompletionTime() && !is(COMPLETE)) {
        problems.invalid(
            path,
            time("completionTime"),
            "cannot set completionTime when there is no Complete=True condition");
      }
      if (!now.hasCompletionTime() && is(COMPLETE)) {
        problems.required(path, "completionTime is required for Complete jobs");
      }
    }
    boolean early =
        now.hasStartTime()
            && now.hasCompletionTime()
            && now.getCompletionTime().getSeconds() < now.getStartTime().getSeconds();
    if ((changed("startTime") || changed("completionTime")) && early) {
      problems.invalid(path, time("completionTime"), "must be equal to or after `startTime`");
    }
  }

  private void checkTargets() {
    if ((turned(FAILED) || turned(FAILURE)) && is(FAILED) && !is(FAILURE)) {
      condition("cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if ((turned(COMPLETE) || turned(SUCCESS)) && is(COMPLETE) && !is(SUCCESS)) {
      condition("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }
  }

  private void checkFinished() {
    boolean finished = isFinished(now);
    boolean turned = finished != isFinished(before);
    if (!finished) {
      return;
    }
    if ((turned || changed("active")) && now.getActive() > 0) {
      problems.invalid(
          Problems.STATUS.child("active"), now.getActive(), "active>0 is invalid for finished job");
    }
    var spec = job.getSpec();
    boolean nothingToDo = spec.getSuspend() && spec.hasCompletions() && spec.getCompletions() == 0;
    if ((turned || changed("startTime")) && !nothingToDo && !now.hasStartTime()) {
      problems.required(
          Problems.STATUS.child("startTime"), "startTime is required for finished job");
    }
    var uncounted = now.getUncountedTerminatedPods();
    if ((turned || changed("uncountedTerminatedPods"))
        && uncounted.getFailedCount() + uncounted.getSucceededCount() > 0) {
      problems.invalid(
          Problems.STATUS.child("uncountedTerminatedPods"),
          GoStruct.of(uncounted).tree(),
          "must be empty for finished job");
    }
  }

  private void checkIndexes() {
    var spec = job.getSpec();
    boolean completed = changed("completedIndexes");
    boolean failed = changed("failedIndexes");
    var completedAt = Problems.STATUS.child("completedIndexes");
    var failedAt = Problems.STATUS.child("failedIndexes");
    if (completed && spec.hasCompletions()) {
      checkFormat(now.getCompletedIndexes(), "completedIndexes", completedAt);
    }
    if (failed && spec.hasCompletions() && spec.hasBackoffLimitPerIndex()) {
      checkFormat(now.getFailedIndexes(), "failedIndexes", failedAt);
    }
    if (completed && !now.getCompletedIndexes().isEmpty() && !JobValidation.isIndexed(spec)) {
      problems.invalid(
          completedAt,
          now.getCompletedIndexes(),
          "cannot set non-empty completedIndexes when non-indexed completion mode");
    }
    if (failed && !spec.hasBackoffLimitPerIndex() && now.hasFailedIndexes()) {
      problems.invalid(
          failedAt,
          now.getFailedIndexes(),
          "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }
    if ((failed || completed) && spec.hasCompletions() && now.hasFailedIndexes()) {
      IndexIntervals.overlap(
              now.getCompletedIndexes(), now.getFailedIndexes(), spec.getCompletions())
          .ifPresent(index ->
              problems.invalid(
                  failedAt,
                  now.getFailedIndexes(),
                  "failedIndexes and completedIndexes overlap at index: " + index));
    }
  }

  private void checkFormat(String indexes, String name, FieldPath path) {
    try {
      IndexIntervals.count(indexes, job.getSpec().getCompletions());
    } catch (IllegalArgumentException e) {
      problems.invalid(path, indexes, "error parsing %s: %s".formatted(name, e.getMessage()));
    }
  }

  private void checkRest() {
    boolean turned = isFinished(now) != isFinished(before);
    if ((turned || changed("terminating")) && now.getTerminating() > 0 && isFinished(now)) {
      problems.invalid(
          Problems.STATUS.child("terminating"),
          now.getTerminating(),
          "terminating>0 is invalid for finished job");
    }
    if ((changed("ready") || changed("active")) && now.getReady() > now.getActive()) {
      problems.invalid(
          Problems.STATUS.child("ready"), now.getReady(), "cannot set more ready pods than active");
    }
    if (is(SUCCESS) && is(FAILED)) {
      condition("cannot set SuccessCriteriaMet=True and Failed=true conditions");
    }
    if (is(SUCCESS) && is(FAILURE)) {
      condition("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
    }
    if (job.getSpec().hasSuccessPolicy() && !is(SUCCESS) && is(COMPLETE)) {
      condition(
          "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }
  }

  private void checkTransition() {
    for (var type : List.of(FAILED, COMPLETE, FAILURE)) {
      if (was(type) && !is(type)) {
        condition("cannot disable the terminal %s=True condition".formatted(type));
      }
    }
    if (now.getFailed() < before.getFailed()) {
      problems.invalid(
          Problems.STATUS.child("failed"), now.getFailed(), "cannot decrease the failed counter");
    }
    if (now.getSucceeded() < before.getSucceeded() && !mayShrink()) {
      problems.invalid(
          Problems.STATUS.child("succeeded"),
          now.getSucceeded(),
          "cannot decrease the succeeded counter");
    }
    if (now.hasCompletionTime() && before.hasCompletionTime() && changed("completionTime")) {
      problems.invalid(
          Problems.STATUS.child("completionTime"), time("completionTime"), "field is immutable");
    }
    boolean resumed = condition(before, "Suspended") && !condition(now, "Suspended");
    if (before.hasStartTime() && changed("startTime") && !job.getSpec().getSuspend() && !resumed) {
      problems.invalid(
          Problems.STATUS.child("startTime"),
          now.hasStartTime() ? time("startTime") : "null",
          "field is immutable for unsuspended job once set");
    }
    if (was(SUCCESS) && !is(SUCCESS)) {
      condition("cannot disable the SuccessCriteriaMet=True condition");
    }
    if (was(COMPLETE) && !was(SUCCESS) && is(SUCCESS)) {
      condition("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
  }

  /// An indexed job whose numbers are equal may be given fewer indexes.
  private boolean mayShrink() {
    var spec = job.getSpec();
    return JobValidation.isIndexed(spec)
        && spec.hasCompletions() == spec.hasParallelism()
        && spec.getCompletions() == spec.getParallelism();
  }

  private void condition(String detail) {
    problems.invalid(CONDITIONS, detail);
  }

  private boolean is(String type) {
    return condition(now, type);
  }

  private boolean was(String type) {
    return condition(before, type);
  }

  private boolean turned(String type) {
    return is(type) != was(type);
  }

  private boolean changed(String name) {
    var field = JobStatus.getDescriptor().findFieldByName(name);
    boolean sameSet = !field.hasPresence() || now.hasField(field) == before.hasField(field);
    return !sameSet || !now.getField(field).equals(before.getField(field));
  }

  /// A time as messages show it.
  private String time(String name) {
    var field = JobStatus.getDescriptor().findFieldByName(name);
    return Times.rfc3339(Times.toInstant((Time) now.getField(field)));
  }

  private static boolean isFinished(JobStatus status) {
    return condition(status, COMPLETE) || condition(status, FAILED);
  }

  private static boolean condition(JobStatus status, String type) {
    return status.getConditionsList().stream()
        .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
  }
}
