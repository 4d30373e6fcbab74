package dev.coxswain.controllermanager.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.api.storage.v1.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultClassTest {
  /// Claims made before there was a default. Classes are written as name:age:mark, where the mark
  /// is the annotation's group or nothing.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no class at all               | ''                              | open   | FailedBinding",
        "none is the default           | a:1:                            | open   | FailedBinding",
        "the default                   | a:1: b:2:storageclass           | open   | Assign b",
        "by the older mark             | a:1:storageclass.beta           | open   | Assign a",
        "the newest of several         | a:1:storageclass b:2:storageclass | open | Assign b",
        "the first name, as old        | b:1:storageclass a:1:storageclass | open | Assign a",
        "it wants none                 | a:1:storageclass                | none   | FailedBinding",
        "it wants one, as of old       | a:1:storageclass                | old    |"
            + " ProvisioningFailed",
        "it wants one that isn't there | a:1:storageclass                | other  |"
            + " ProvisioningFailed",
        "a volume suits it as it is    | a:1:storageclass                | suited | Bind",
      })
  void assigns(String name, String classes, String wish, String expected) {
    var all = Stream.of(classes.split(" ")).filter(c -> !c.isEmpty()).map(DefaultClassTest::parse);
    List<PersistentVolume> volumes =
        wish.equals("suited") ? List.of(ClaimPlannerTest.volume("v", "5Gi", _ -> {})) : List.of();
    var view =
        new ClaimPlanner.View(
            claim(wish),
            volumes,
            Optional.empty(),
            Optional.empty(),
            DefaultClass.among(all.toList()),
            List.of());
    assertThat(told(ClaimPlanner.plan(view).getFirst())).isEqualTo(expected);
  }

  private static String told(ClaimPlanner.Step step) {
    return switch (step) {
      case ClaimPlanner.Step.Assign(var name) -> "Assign " + name;
      case ClaimPlanner.Step.Tell(_, var reason, _) -> reason;
      default -> step.getClass().getSimpleName();
    };
  }

  private static PersistentVolumeClaim claim(String wish) {
    return ClaimPlannerTest.claim(claim -> {
      switch (wish) {
        case "none" -> claim.getSpecBuilder().setStorageClassName("");
        case "other" -> claim.getSpecBuilder().setStorageClassName("x");
        case "old" ->
            claim
                .getMetadataBuilder()
                .putAnnotations("volume.beta.kubernetes.io/storage-class", "x");
        default -> {}
      }
    });
  }

  private static StorageClass parse(String text) {
    var parts = text.split(":", -1);
    var built = StorageClass.newBuilder();
    built
        .getMetadataBuilder()
        .setName(parts[0])
        .setCreationTimestamp(Time.newBuilder().setSeconds(Long.parseLong(parts[1])));
    if (!parts[2].isEmpty()) {
      built
          .getMetadataBuilder()
          .putAnnotations(parts[2] + ".kubernetes.io/is-default-class", "true");
    }
    return built.build();
  }
}
