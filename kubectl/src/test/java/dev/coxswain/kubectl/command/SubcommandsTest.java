package dev.coxswain.kubectl.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SubcommandsTest {
  @Command(name = "kubectl")
  private static final class Root {}

  @ParameterizedTest
  @FieldSource("dev.coxswain.kubectl.command.Subcommands#NAMES")
  void everyNameIsThatOfItsCommand(String name) {
    assertThat(Subcommands.command(name).getAnnotation(Command.class).name()).isEqualTo(name);
  }

  @Test
  void onlyWhatTheLineMayMeanIsLookedAt() {
    var line = new CommandLine(new Root());
    Subcommands.add(line, List.of("-n", "get", "delete", "pod"));
    assertThat(line.getSubcommands()).containsOnlyKeys("delete", "get");
  }

  @Test
  void aLineThatMeansNoneHasThemAll() {
    var line = new CommandLine(new Root());
    Subcommands.add(line, List.of("--help"));
    assertThat(line.getSubcommands()).containsKeys(Subcommands.NAMES.toArray(String[]::new));
  }
}
