package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.stream.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl cp`: `tar` here, `tar` in the container, and exec between them.
@Command(name = "cp", description = "Copies files to and from containers.")
public final class CpCommand extends KubectlAction {
  /// One side of a copy.
  ///
  /// @param pod empty for this machine
  private record Place(String namespace, String pod, String path) {
    boolean isRemote() {
      return !pod.isEmpty();
    }

    static Place parse(String text, Session session) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        return new Place("", "", text);
      }
      String[] owner = text.substring(0, colon).split("/", -1);
      String path = text.substring(colon + 1);
      if (owner.length > 2 || path.isEmpty()) {
        throw new Failure("filepath can not be empty");
      }
      return new Place(
          owner.length == 2 ? owner[0] : session.namespace(), owner[owner.length - 1], path);
    }

    String folder() {
      int slash = path.lastIndexOf('/');
      return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    String last() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  @Mixin PodOptions pods;

  @Parameters(arity = "0..2", paramLabel = "FILE [NAMESPACE/]POD:FILE")
  List<String> words = List.of();

  @Option(names = "--no-preserve", description = "Owners and permissions are not copied.")
  boolean noPreserve;

  @Override
  int run(Session session) throws IOException {
    if (words.size() != 2) {
      throw new Failure("source and destination are required");
    }
    var from = Place.parse(words.get(0), session);
    var to = Place.parse(words.get(1), session);
    if (from.isRemote() && to.isRemote()) {
      throw new Failure("one of src or dest must be a local file specification");
    }
    if (from.isRemote()) {
      return download(session, from, to);
    }
    if (to.isRemote()) {
      return upload(session, from, to);
    }
    throw new Failure("one of src or dest must be a remote file specification");
  }

  private int upload(Session session, Place from, Place to) throws IOException {
    Path file = Path.of(from.path()).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new Failure(from.path() + " doesn't exist in local filesystem");
    }
    var target =
        isFolder(session, to)
            ? new Place(to.namespace(), to.pod(), to.path() + "/" + file.getFileName())
            : to;
    var tar =
        tar(
            List.of(
                "-C",
                file.getParent().toString(),
                "--transform",
                "flags=r;s,^%s,%s,".formatted(quoted(file.getFileName().toString()), target.last()),
                "-cf",
                "-",
                file.getFileName().toString()));
    List<String> extract = new ArrayList<>(List.of("tar"));
    if (noPreserve) {
      extract.addAll(List.of("--no-same-permissions", "--no-same-owner"));
    }
    extract.addAll(List.of("-xmf", "-", "-C", target.folder()));
    int code = exec(session, to, extract, tar.getInputStream(), System.out);
    return code == OK ? await(tar) : code;
  }

  private boolean isFolder(Session session, Place place) {
    return exec(
            session,
            place,
            List.of("test", "-d", place.path()),
            InputStream.nullInputStream(),
            new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new java.io.PrintWriter(java.io.Writer.nullWriter()))
        == OK;
  }

  private int download(Session session, Place from, Place to) throws IOException {
    Path target = Path.of(to.path()).toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      target = target.resolve(from.last());
    }
    Files.createDirectories(target.getParent());
    var tar =
        tar(
            List.of(
                "-C",
                target.getParent().toString(),
                "--transform",
                "flags=r;s,^%s,%s,".formatted(quoted(from.last()), target.getFileName()),
                "--no-same-owner",
                "-xf",
                "-"));
    int code;
    try (var into = new PrintStream(tar.getOutputStream(), false, StandardCharsets.UTF_8)) {
      var archive = List.of("tar", "cf", "-", "-C", from.folder(), from.last());
      code = exec(session, from, archive, InputStream.nullInputStream(), into);
    }
    int unpacked = await(tar);
    return code == OK ? unpacked : code;
  }

  /// Dots and stars of names mean nothing special to `tar`.
  private static String quoted(String name) {
    return name.replaceAll("([\\\\.*\\[\\]^$,])", "\\\\$1");
  }

  private static Process tar(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(words);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private int exec(
      Session session, Place place, List<String> command, InputStream input, PrintStream output) {
    return exec(session, place, command, input, output, session.err());
  }

  private int exec(
      Session session,
      Place place,
      List<String> command,
      InputStream input,
      PrintStream output,
      java.io.PrintWriter errors) {
    var resource = session.discovery().named("pods");
    String path = resource.path(place.namespace(), place.pod());
    JsonNode pod = session.client().get(path);
    List<String> query = new ArrayList<>();
    query.add("container=" + ApiResource.encode(pods.containerOf(session, pod)));
    command.forEach(word -> query.add("command=" + ApiResource.encode(word)));
    return new RemoteProcess(session.client(), true, false)
        .pipe(path + "/exec", query, input, output, errors);
  }
}
