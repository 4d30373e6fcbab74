package dev.coxswain.kubectl.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// Where the data of config maps and secrets comes from.
final class KeyValueSources {
  @Option(names = "--from-literal", paramLabel = "KEY=VALUE", description = "A key and its value.")
  List<String> literals = List.of();

  @Option(
      names = "--from-file",
      paramLabel = "[KEY=]FILE",
      description = "A file, or all files of a folder.")
  List<String> files = List.of();

  @Option(
      names = "--from-env-file",
      paramLabel = "FILE",
      description = "A file with lines KEY=VALUE.")
  List<String> environmentFiles = List.of();

  /// The data by key.
  ///
  /// @param owner of which it will be, such as `Secret "s"`
  Map<String, byte[]> read(String owner) throws IOException {
    var data = new TreeMap<String, byte[]>();
    for (String file : environmentFiles) {
      for (String line : Files.readAllLines(existing(Path.of(file)))) {
        if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
          String[] pair = line.split("=", 2);
          put(data, pair[0].strip(), bytes(pair.length == 2 ? pair[1] : ""), owner);
        }
      }
    }
    for (String literal : literals) {
      int equals = literal.indexOf('=');
      if (equals < 1) {
        throw new KubectlAction.Failure(
            "invalid literal source %s, expected key=value".formatted(literal));
      }
      put(data, literal.substring(0, equals), bytes(literal.substring(equals + 1)), owner);
    }
    for (String source : files) {
      addFiles(data, source, owner);
    }
    return data;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new KubectlAction.Failure(
          "error reading %1$s: stat %1$s: no such file or directory".formatted(path));
    }
    return path;
  }

  private static void addFiles(Map<String, byte[]> data, String source, String owner)
      throws IOException {
    int equals = source.indexOf('=');
    Path path = existing(Path.of(source.substring(equals + 1)));
    if (!Files.isDirectory(path)) {
      String key = equals < 0 ? path.getFileName().toString() : source.substring(0, equals);
      put(data, key, Files.readAllBytes(path), owner);
      return;
    }
    try (var inside = Files.list(path)) {
      for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
        put(data, file.getFileName().toString(), Files.readAllBytes(file), owner);
      }
    }
  }

  private static void put(Map<String, byte[]> data, String key, byte[] value, String owner) {
    if (data.putIfAbsent(key, value) != null) {
      throw new KubectlAction.Failure(
          "cannot add key \"%s\", another key by that name already exists in Data for %s"
              .formatted(key, owner));
    }
  }
}
