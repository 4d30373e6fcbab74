package dev.coxswain.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps the tree as the map draws it: the top level, a `package-info.java` in every package, no
/// leftovers.
class TidinessTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "apiserver",
          "scheduler",
          "controller-manager",
          "kubelet",
          "kube-proxy",
          "proto",
          "deploy",
          "integration-tests",
          "libs",
          "kubectl",
          "docs",
          "bin",
          "README.md",
          "CONTRIBUTING.md",
          "LICENSE",
          "pom.xml",
          "mvnw",
          ".mvn",
          ".ci",
          ".editorconfig",
          ".gitignore",
          ".git");
  private static final Pattern LEFTOVER =
      Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|printStackTrace\\(");

  @Test
  void theTopLevelIsTheAgreedOne() throws IOException {
    try (var entries = Files.list(ROOT)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .filteredOn(name -> !name.equals("target") && !name.startsWith(".local"))
          .isSubsetOf(TOP_LEVEL);
    }
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    for (Path module : modules()) {
      Path sources = module.resolve("src/main/java");
      if (!Files.isDirectory(sources)) {
        continue;
      }
      try (var folders = Files.walk(sources)) {
        assertThat(folders.filter(TidinessTest::holdsCode))
            .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
      }
    }
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    for (Path module : modules()) {
      assertThat(javaFilesBelow(module.resolve("src")))
          .filteredOn(file -> !file.endsWith("TidinessTest.java"))
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(LEFTOVER));
    }
  }

  private static List<Path> modules() {
    return Stream.of(
            "libs/apimachinery",
            "libs/client",
            "libs/component",
            "apiserver",
            "scheduler",
            "controller-manager",
            "kubelet",
            "kube-proxy",
            "kubectl",
            "integration-tests")
        .map(ROOT::resolve)
        .toList();
  }

  private static boolean holdsCode(Path folder) {
    try (var files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> javaFilesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
