package dev.coxswain.kubelet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.kubelet.node.ControlGroup.Version;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControlGroupTest {
  static Stream<Arguments> groups() {
    return Stream.of(
        arguments(
            "version 1, controllers apart",
            "4:memory:/docker/x\n2:cpuacct:/docker/x\n1:cpu:/docker/x\n0::/\n",
            Optional.of(group(Version.ONE, "memory/docker/x", "cpuacct/docker/x"))),
        arguments(
            "version 1, controllers together",
            "5:cpu,cpuacct:/docker/x\n4:memory:/docker/y\n",
            Optional.of(group(Version.ONE, "memory/docker/y", "cpuacct/docker/x"))),
        arguments(
            "version 2",
            "0::/system.slice/docker-x.scope\n",
            Optional.of(
                group(Version.TWO, "system.slice/docker-x.scope", "system.slice/docker-x.scope"))),
        arguments("neither", "1:name=systemd:/x\n", Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void findsTheFolders(String name, String text, Optional<ControlGroup> expected) {
    assertThat(ControlGroup.parse(text)).isEqualTo(expected);
  }

  private static ControlGroup group(Version version, String memory, String cpu) {
    var root = Path.of("/sys/fs/cgroup");
    return new ControlGroup(version, root.resolve(memory), root.resolve(cpu));
  }
}
