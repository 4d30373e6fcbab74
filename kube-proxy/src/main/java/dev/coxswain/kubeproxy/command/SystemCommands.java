package dev.coxswain.kubeproxy.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Runs commands as processes of this machine; one that overstays its deadline is killed.
public final class SystemCommands implements Commands {
  private static final int KILLED = 137;

  private final Duration deadline;

  /// @param deadline how long one command may take
  public SystemCommands(Duration deadline) {
    this.deadline = deadline;
  }

  @Override
  public Result run(List<String> command, String input) {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var process = new ProcessBuilder(command).start();
      var output = CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), readers);
      var error = CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()), readers);
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return new Result(command, await(process), output.join(), error.join() + e.getMessage());
      }
      return new Result(command, await(process), output.join(), error.join());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.getFirst(), e);
    }
  }

  private int await(Process process) {
    try {
      if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return KILLED;
  }

  private static String drain(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
