package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kubectl certificate`
@Command(
    name = "certificate",
    description = "Decides on certificate signing requests.",
    subcommands = {CertificateCommand.Approve.class, CertificateCommand.Deny.class})
public final class CertificateCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "must be called with a command: approve or deny");
  }

  /// What both decisions have in common.
  abstract static class Decision extends KubectlAction {
    @Mixin OutputOptions output;

    @Parameters(arity = "0..*", paramLabel = "NAME")
    List<String> names = List.of();

    @Option(names = "--force", description = "Also when it is decided already.")
    boolean force;

    abstract String type();

    abstract String verb();

    abstract String told();

    @Override
    int run(Session session) {
      if (names.isEmpty()) {
        throw new Failure("one or more CSRs must be specified as <name> or -f <filename>");
      }
      var resource = session.discovery().named("certificatesigningrequests.certificates.k8s.io");
      var failures = new Failures(session, false);
      for (String name : names) {
        try {
          String path = resource.path("", name.substring(name.lastIndexOf('/') + 1));
          JsonNode now = decide(session, path);
          Created.tell(session, resource, now, output, told());
        } catch (ServerError e) {
          failures.add(e);
        }
      }
      return failures.exitCode();
    }

    private JsonNode decide(Session session, String path) {
      ObjectNode request = session.client().get(path).deepCopy();
      for (JsonNode condition : request.path("status").path("conditions")) {
        if (condition.path("type").asText().equals(type()) && !force) {
          return request;
        }
      }
      request
          .withObject("/status")
          .withArray("/conditions")
          .addObject()
          .put("type", type())
          .put("status", "True")
          .put("reason", "Kubectl" + (verb().equals("deny") ? "Deny" : "Approve"))
          .put("message", "This CSR was %s by kubectl certificate %s.".formatted(told(), verb()));
      return session.client().put(path + "/approval", request);
    }
  }

  /// `kubectl certificate approve`
  @Command(name = "approve", description = "Lets certificates be signed.")
  static final class Approve extends Decision {
    @Override
    String type() {
      return "Approved";
    }

    @Override
    String verb() {
      return "approve";
    }

    @Override
    String told() {
      return "approved";
    }
  }

  /// `kubectl certificate deny`
  @Command(name = "deny", description = "Keeps certificates from being signed.")
  static final class Deny extends Decision {
    @Override
    String type() {
      return "Denied";
    }

    @Override
    String verb() {
      return "deny";
    }

    @Override
    String told() {
      return "denied";
    }
  }
}
