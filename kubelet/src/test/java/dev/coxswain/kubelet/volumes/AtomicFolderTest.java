package dev.coxswain.kubelet.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void showsFilesThroughLinks() throws IOException {
    write(Map.of("a", content("1"), "sub/b", content("2")));

    assertThat(folder.resolve("a")).isSymbolicLink().hasContent("1");
    assertThat(folder.resolve("sub/b")).hasContent("2");
    assertThat(Files.readSymbolicLink(folder.resolve("a"))).isEqualTo(Path.of("..data/a"));
    assertThat(Files.readSymbolicLink(folder.resolve("..data")).toString())
        .startsWith("..2026_01_02_03_04_05.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a"))))
        .isEqualTo("r--r-----");
  }

  @Test
  void replacesEverythingAtOnceAndKeepsNothingOld() throws IOException {
    write(Map.of("a", content("1"), "gone", content("x")));
    var before = Files.readSymbolicLink(folder.resolve("..data"));

    write(Map.of("a", content("2")));

    assertThat(folder.resolve("a")).hasContent("2");
    assertThat(folder.resolve("gone")).doesNotExist();
    assertThat(folder.resolve(before)).doesNotExist();
  }

  @Test
  void leavesUnchangedFilesAlone() throws IOException {
    write(Map.of("a", content("1")));
    var before = Files.readSymbolicLink(folder.resolve("..data"));

    write(Map.of("a", content("1")));

    assertThat(Files.readSymbolicLink(folder.resolve("..data"))).isEqualTo(before);
  }

  private void write(Map<String, FileContent> files) throws IOException {
    new AtomicFolder(folder, Ownership.unchanged()).write(files, NOW);
  }

  private static FileContent content(String text) {
    return new FileContent(text.getBytes(StandardCharsets.UTF_8), 0440, OptionalInt.empty());
  }
}
