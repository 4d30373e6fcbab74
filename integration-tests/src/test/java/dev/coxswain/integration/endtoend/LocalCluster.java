package dev.coxswain.integration.endtoend;

import dev.coxswain.client.Kubeconfig;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// A real cluster on this machine, made by `deploy/local.sh` from the programs that the build has
/// packaged: the only one at a time, because it takes upstream's ports.
public final class LocalCluster {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration COMMAND = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private static LocalCluster running;

  private final Path directory;
  private final int nodes;

  private LocalCluster(Path directory, int nodes) {
    this.directory = directory;
    this.nodes = nodes;
  }

  /// How a command ended.
  public record Result(int code, String out, String err) {
    public String all() {
      return out + err;
    }
  }

  /// The cluster with so many nodes: the running one, or a new one in its place.
  public static synchronized LocalCluster withNodes(int nodes)
      throws IOException, InterruptedException {
    if (running != null && running.nodes != nodes) {
      none();
    }
    if (running == null) {
      var cluster = new LocalCluster(Files.createTempDirectory("coxswain-cluster"), nodes);
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::purge));
      cluster.start();
      running = cluster;
    }
    return running;
  }

  /// Removes the running cluster, if there is one.
  public static synchronized void none() throws IOException, InterruptedException {
    if (running != null) {
      running.purge();
      running = null;
    }
  }

  private void start() throws IOException, InterruptedException {
    var result = script("up", "--nodes", String.valueOf(nodes), "--no-build", "--no-demo");
    if (result.code() != 0) {
      var why = "the cluster did not start:\n" + result.all() + logs();
      purge(); // Or its ports are taken when the next test wants a cluster.
      throw new IllegalStateException(why);
    }
  }

  private void purge() {
    try {
      script("down", "--purge");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot stop the cluster in " + directory, e);
    }
  }

  private Result script(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("deploy/local.sh").toString()));
    command.addAll(List.of(words));
    return run(command, "", START);
  }

  /// Runs the machine's own kubectl.
  public Result kubectl(String... words) throws IOException, InterruptedException {
    return kubectlWithInput("", words);
  }

  Result kubectlWithInput(String input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(words));
    return run(command, input, COMMAND);
  }

  /// Runs the bundled kubectl.
  Result bundled(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("bin/kubectl").toString()));
    command.addAll(List.of(words));
    return run(command, "", COMMAND);
  }

  /// Runs one of the programs, with flags of its own.
  Result coxswain(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("bin/coxswain").toString()));
    command.addAll(List.of(words));
    return run(command, "", COMMAND);
  }

  /// Something that a test does.
  public interface Work {
    void run() throws Exception;
  }

  /// Does something while one of the cluster's programs does not run: its supervisor sleeps, so
  /// that nobody starts it again before the end.
  public void stopped(String program, Work work) throws Exception {
    String supervisor = supervisor(program);
    run(List.of("kill", "-STOP", supervisor), "", COMMAND);
    try {
      kill(program);
      work.run();
    } finally {
      run(List.of("kill", "-CONT", supervisor), "", COMMAND);
    }
  }

  /// Like [#kubectl], but failing is an error of the test.
  public String kubectlOk(String... words) throws IOException, InterruptedException {
    return ok(kubectl(words), words);
  }

  String bundledOk(String... words) throws IOException, InterruptedException {
    return ok(bundled(words), words);
  }

  private static String ok(Result result, String... words) {
    if (result.code() != 0) {
      throw new AssertionError(
          "kubectl %s exited with %d: %s"
              .formatted(String.join(" ", words), result.code(), result.all()));
    }
    return result.out();
  }

  /// Repeats a command until what it prints is as wanted.
  String until(Duration atMost, Predicate<String> wanted, String... words)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      var result = kubectl(words);
      if (result.code() == 0 && wanted.test(result.out())) {
        return result.out();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "kubectl %s: after %s still\n%s"
                .formatted(String.join(" ", words), atMost, result.all()));
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  /// A condition that asking may fail to answer.
  public interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /// Asks until the condition holds.
  public void untilSo(Duration atMost, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so after " + atMost);
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
    }
  }

  /// Any program of the machine, with the cluster's kubeconfig in its environment.
  public Result run(List<String> command, String input, Duration atMost)
      throws IOException, InterruptedException {
    var process = start(command);
    var out = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()));
    var err = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()));
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("`%s` did not end".formatted(String.join(" ", command)));
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /// Starts a program that goes on while the test does.
  public Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig().toString());
    builder.environment().put("COXSWAIN_LOCAL_DIR", directory.toString());
    return builder.start();
  }

  public Path directory() {
    return directory;
  }

  Path kubeconfig() {
    return directory.resolve("admin.conf");
  }

  /// How the administrator shows who they are, and whom they trust.
  public SSLContext adminTls() throws SSLException {
    var admin = Kubeconfig.load(kubeconfig()).config();
    var identity = admin.identity().orElseThrow();
    var context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(new ByteArrayInputStream(admin.authority().orElseThrow().bytes()))
            .keyManager(
                new ByteArrayInputStream(identity.certificates().bytes()),
                new ByteArrayInputStream(identity.key().bytes()))
            .build();
    return ((JdkSslContext) context).context();
  }

  /// The process of one of the cluster's programs, as it runs now.
  public long pid(String program) throws IOException, InterruptedException {
    return Long.parseLong(
        run(List.of("pgrep", "-P", supervisor(program)), "", COMMAND).out().strip());
  }

  private String supervisor(String program) throws IOException {
    return Files.readString(directory.resolve("run/" + program + ".pid")).strip();
  }

  /// Ends one of the cluster's programs the hard way; its supervisor starts it again.
  public void kill(String program) throws IOException, InterruptedException {
    var killed = run(List.of("pkill", "-KILL", "-P", supervisor(program)), "", COMMAND);
    if (killed.code() != 0) {
      throw new AssertionError(program + " does not run");
    }
  }

  /// The ends of all logs, for a failure's message.
  String logs() throws IOException {
    var text = new StringBuilder();
    if (!Files.isDirectory(directory.resolve("log"))) {
      return "";
    }
    try (var files = Files.list(directory.resolve("log"))) {
      for (Path file : files.sorted().toList()) {
        var lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        text.append("--- ").append(file.getFileName()).append('\n');
        lines
            .subList(Math.max(0, lines.size() - 30), lines.size())
            .forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }

  private static String drain(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
