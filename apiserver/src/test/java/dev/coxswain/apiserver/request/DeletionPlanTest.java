package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Deletion;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionPlanTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// The policy of the request, what it says of orphans in the old way, the finalizers of the
  /// object; then what finalizers it has afterwards, where `gone` means that it went at once.
  @ParameterizedTest
  @CsvSource({
    "'',         '',    '',                 gone,               orphan",
    "Background, '',    '',                 gone,               gone",
    "Orphan,     '',    '',                 orphan,             orphan",
    "Foreground, '',    '',                 foregroundDeletion, foregroundDeletion",
    "'',         true,  '',                 orphan,             orphan",
    "'',         false, '',                 gone,               gone",
    "'',         '',    foregroundDeletion, foregroundDeletion, foregroundDeletion",
    "'',         '',    orphan,             orphan,             orphan",
    "Background, '',    orphan,             gone,               gone",
    "Foreground, '',    orphan,             foregroundDeletion, foregroundDeletion",
    "'',         '',    mine,               mine,               mine orphan",
    "Background, '',    mine,               mine,               mine",
  })
  void decidesOnDependents(
      String policy, String orphan, String finalizers, String usually, String ifOrphaning) {
    assertThat(decided(policy, orphan, finalizers, false)).isEqualTo(usually);
    assertThat(decided(policy, orphan, finalizers, true)).isEqualTo(ifOrphaning);
  }

  private static String decided(String policy, String orphan, String finalizers, boolean orphans) {
    var options = DeleteOptions.newBuilder();
    if (!policy.isEmpty()) {
      options.setPropagationPolicy(policy);
    }
    if (!orphan.isEmpty()) {
      options.setOrphanDependents(Boolean.parseBoolean(orphan));
    }
    var job = Job.newBuilder();
    job.getMetadataBuilder().addAllFinalizers(words(finalizers));
    var plan =
        DeletionPlan.decide(job.build(), options.build(), orphans, new Deletion.Immediate<>(), NOW);
    return switch (plan) {
      case DeletionPlan.Remove _ -> "gone";
      case DeletionPlan.Mark(var object) ->
          String.join(" ", Metadata.of(object).getFinalizersList());
      case DeletionPlan.Expire _ -> "expired";
      case DeletionPlan.Pending _ -> "pending";
    };
  }

  /// The grace that the strategy gives, that the client asks for, that the object has already, and
  /// its finalizers; then what becomes of it.
  @ParameterizedTest
  @CsvSource({
    "0,  '', '', '',   gone with 0",
    "0,  0,  '', '',   gone with 0",
    "0,  '', '', mine, marked with 0",
    "30, '', '', '',   marked with 30",
    "5,  5,  '', '',   marked with 5",
    "5,  5,  30, '',   marked with 5",
    "0,  0,  30, '',   gone with 0",
    "0,  0,  30, mine, marked with 0",
    "1,  -1, 30, '',   marked with 1",
    "0,  40, 30, '',   pending",
    "0,  '', 30, '',   pending",
    "30, '', 0,  '',   removed",
    "30, 30, 0,  mine, pending",
  })
  void decidesOnGrace(long given, String asked, String before, String finalizers, String expected) {
    var options = DeleteOptions.newBuilder();
    if (!asked.isEmpty()) {
      options.setGracePeriodSeconds(Long.parseLong(asked));
    }
    var pod = Pod.newBuilder();
    pod.getMetadataBuilder().addAllFinalizers(words(finalizers));
    if (!before.isEmpty()) {
      pod.getMetadataBuilder()
          .setDeletionTimestamp(Times.of(NOW))
          .setDeletionGracePeriodSeconds(Long.parseLong(before));
    }
    var plan =
        DeletionPlan.decide(
            pod.build(), options.build(), false, new Deletion.Graceful<>(given), NOW);
    var found =
        switch (plan) {
          case DeletionPlan.Remove _ -> "removed";
          case DeletionPlan.Pending _ -> "pending";
          case DeletionPlan.Mark(var object) -> "marked with " + grace(object);
          case DeletionPlan.Expire(var object) -> "gone with " + grace(object);
        };
    assertThat(found).isEqualTo(expected);
  }

  private static long grace(Message object) {
    var meta = Metadata.of(object);
    assertThat(meta.hasDeletionTimestamp()).isTrue();
    return meta.getDeletionGracePeriodSeconds();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
