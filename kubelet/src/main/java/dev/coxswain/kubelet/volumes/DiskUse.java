package dev.coxswain.kubelet.volumes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// How much of the disk files take up.
final class DiskUse {
  private DiskUse() {}

  /// The sizes of all files of a tree, in bytes; 0 if there is none. Files that go away meanwhile
  /// don't count.
  static long of(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return 0;
    }
    var sum = new Sum();
    Files.walkFileTree(tree, sum);
    return sum.bytes;
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
