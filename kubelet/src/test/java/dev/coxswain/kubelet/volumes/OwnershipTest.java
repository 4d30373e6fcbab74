package dev.coxswain.kubelet.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.Pods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipTest {
  private static final int GROUP = 2000;

  @TempDir Path volume;

  static Stream<Arguments> volumes() {
    return Stream.of(
        arguments("what is only read opens for reading", Ownership.reading(grouped()), 0440, 02550),
        arguments("what is written opens for both", Ownership.writing(grouped()), 0660, 02770));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("volumes")
  void aVolumeIsGivenToTheGroup(String row, Ownership ownership, int fileMode, int folderMode)
      throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "root may give files away");
    var folder = Files.createDirectory(volume.resolve("folder"));
    var file = Files.writeString(folder.resolve("file"), "");
    Files.setAttribute(folder, "unix:mode", 0500);
    Files.setAttribute(file, "unix:mode", 0400);

    ownership.applyTo(folder);

    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(GROUP);
    assertThat(mode(file)).as(row).isEqualTo(Integer.toOctalString(0400 | fileMode));
    assertThat(mode(folder)).as(row).isEqualTo(Integer.toOctalString(0500 | folderMode));
  }

  static Stream<Arguments> users() {
    return Stream.of(
        arguments("nobody says", Pods.pod("Always", "a", "b"), OptionalInt.empty()),
        arguments("the pod says", as(1000, -1), OptionalInt.of(1000)),
        arguments("a container says otherwise", as(1000, 7), OptionalInt.empty()),
        arguments("only one container says", as(-1, 7), OptionalInt.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("users")
  void theCommonUser(String row, Pod pod, OptionalInt user) {
    assertThat(Ownership.commonUser(pod)).as(row).isEqualTo(user);
  }

  @Test
  void withoutAGroupNothingChanges() throws IOException {
    var before = mode(volume);
    Ownership.writing(Pods.pod("Always", "a")).applyTo(volume);
    assertThat(mode(volume)).isEqualTo(before);
  }

  private static Pod grouped() {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().getSecurityContextBuilder().setFsGroup(GROUP);
    return pod.build();
  }

  /// Two containers; -1 is said by nobody.
  private static Pod as(long pod, long second) {
    var made = Pods.pod("Always", "a", "b").toBuilder();
    if (pod >= 0) {
      made.getSpecBuilder().getSecurityContextBuilder().setRunAsUser(pod);
    }
    if (second >= 0) {
      made.getSpecBuilder()
          .getContainersBuilder(1)
          .getSecurityContextBuilder()
          .setRunAsUser(second);
    }
    return made.build();
  }

  private static String mode(Path path) throws IOException {
    return Integer.toOctalString((Integer) Files.getAttribute(path, "unix:mode") & 07777);
  }
}
