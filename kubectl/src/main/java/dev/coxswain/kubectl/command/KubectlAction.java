package dev.coxswain.kubectl.command;

import dev.coxswain.kubectl.discovery.Discovery;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.ConnectionFailed;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands share: a session with the server, and how failures are told.
///
/// The exit code is 1 whenever something went wrong, as upstream's.
abstract class KubectlAction implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Override
  public final Integer call() {
    try (var session =
        Session.open(global(), spec.commandLine().getOut(), spec.commandLine().getErr())) {
      return run(session);
    } catch (ServerError e) {
      return failed(e.describe());
    } catch (ConnectionFailed e) {
      return failed(e.getMessage());
    } catch (Failure | Discovery.UnknownResource | Manifests.BadManifest e) {
      return failed("error: " + e.getMessage());
    } catch (IOException e) {
      return failed("error: " + e);
    }
  }

  private GlobalOptions global() {
    return ((GlobalOptions.Holder) spec.root().userObject()).globalOptions();
  }

  private int failed(String message) {
    spec.commandLine().getErr().println(message);
    spec.commandLine().getErr().flush();
    return FAILED;
  }

  /// Does the command's work.
  ///
  /// @return the exit code
  abstract int run(Session session) throws IOException;

  /// What the user asked for makes no sense; the message says why.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }
}
