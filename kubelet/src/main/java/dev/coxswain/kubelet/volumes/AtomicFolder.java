package dev.coxswain.kubelet.volumes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A folder whose files change all at once, with the links that applications know: `name ->
/// ..data/name` and `..data -> ..2006_01_02_15_04_05.123456789`.
final class AtomicFolder {
  private static final String DATA = "..data";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu_MM_dd_HH_mm_ss").withZone(ZoneOffset.UTC);
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };
  private static final AtomicLong SERIAL = new AtomicLong();

  private final Path folder;
  private final Ownership ownership;

  /// @param ownership whom everything in it is given to
  AtomicFolder(Path folder, Ownership ownership) {
    this.folder = folder;
    this.ownership = ownership;
  }

  /// Makes the folder hold exactly these files, by path below it. Writes nothing when it already
  /// does.
  void write(Map<String, FileContent> files, Instant now) throws IOException {
    Files.createDirectories(folder);
    var before = current();
    if (before != null && holds(before, files)) {
      return;
    }
    var fresh =
        folder.resolve(
            ".."
                + STAMP.format(now)
                + ".%09d"
                    .formatted(SERIAL.incrementAndGet() + now.getLong(ChronoField.NANO_OF_SECOND)));
    for (var file : files.entrySet()) {
      writeFile(fresh.resolve(file.getKey()), file.getValue());
    }
    Files.createDirectories(fresh);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    ownership.applyTo(fresh);
    swap(fresh);
    link(files.keySet());
    if (before == null) {
      ownership.applyTo(folder);
    } else {
      delete(before);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(BITS[bit]);
      }
    }
    return permissions;
  }

  private Path current() throws IOException {
    try {
      return folder.resolve(Files.readSymbolicLink(folder.resolve(DATA)));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean holds(Path data, Map<String, FileContent> files) throws IOException {
    if (!Files.isDirectory(data)) {
      return false;
    }
    for (var file : files.entrySet()) {
      var path = data.resolve(file.getKey());
      if (!Files.isRegularFile(path)
          || !Arrays.equals(Files.readAllBytes(path), file.getValue().bytes())) {
        return false;
      }
    }
    try (var all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).count() == files.size();
    }
  }

  private static void writeFile(Path path, FileContent content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, content.bytes());
    Files.setPosixFilePermissions(path, permissions(content.mode()));
    if (content.owner().isPresent()) {
      Files.setAttribute(path, "unix:uid", content.owner().getAsInt());
    }
  }

  private void swap(Path fresh) throws IOException {
    var next = folder.resolve("..data_tmp");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, fresh.getFileName());
    Files.move(
        next,
        folder.resolve(DATA),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void link(Set<String> paths) throws IOException {
    var names =
        paths.stream()
            .map(path -> Path.of(path).getName(0).toString())
            .collect(Collectors.toCollection(TreeSet::new));
    for (var name : names) {
      var link = folder.resolve(name);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
    try (var entries = Files.list(folder)) {
      for (var entry : entries.toList()) {
        var name = entry.getFileName().toString();
        if (!name.startsWith("..") && !names.contains(name)) {
          Files.delete(entry);
        }
      }
    }
  }
}
