package dev.coxswain.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What some files hold, read again when they have changed: rotation needs no restart.
///
/// Looking at the files is left to those who ask, at most once every ten seconds. Content that
/// can't be used (half-written, perhaps) is logged, and the old one stays until the next look.
public final class Reloaded<T> implements Supplier<T> {
  private static final Logger log = LoggerFactory.getLogger(Reloaded.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private record Loaded<T>(T value, List<FileTime> times) {}

  private final List<Path> files;
  private final Supplier<T> load;
  private final InstantSource clock;
  private volatile Loaded<T> loaded;
  private volatile Instant lookedAt;

  /// @param load reads the files
  /// @throws IllegalArgumentException if a file can't be read, or `load` finds it unusable
  public Reloaded(List<Path> files, Supplier<T> load, InstantSource clock) {
    this.files = List.copyOf(files);
    this.load = load;
    this.clock = clock;
    this.lookedAt = clock.instant();
    this.loaded = load(times());
  }

  @Override
  public T get() {
    var now = clock.instant();
    if (now.isAfter(lookedAt.plus(LOOK_EVERY))) {
      lookedAt = now;
      reloadIfChanged();
    }
    return loaded.value();
  }

  private void reloadIfChanged() {
    try {
      var times = times();
      if (!times.equals(loaded.times())) {
        loaded = load(times);
        log.atInfo().addKeyValue("files", files).log("loaded again");
      }
    } catch (IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("files", files)
          .addKeyValue("err", e.getMessage())
          .log("cannot load the new content");
    }
  }

  /// The times are taken first: what changes while it is read is read once more.
  private Loaded<T> load(List<FileTime> times) {
    return new Loaded<>(load.get(), times);
  }

  private List<FileTime> times() {
    return files.stream().map(Reloaded::time).toList();
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }
}
