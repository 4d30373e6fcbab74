package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `kubectl create quota`, `poddisruptionbudget`, `priorityclass`, `serviceaccount` and `token`.
final class CreatePolicyCommands {
  private CreatePolicyCommands() {}

  /// `kubectl create quota`
  @Command(name = "quota", aliases = "resourcequota", description = "Creates a quota.")
  static final class OfQuota extends Generator {
    @Option(names = "--hard", defaultValue = "", description = "Such as pods=5,services=2.")
    String hard;

    @Option(names = "--scopes", split = ",", description = "What the quota counts.")
    List<String> scopes = List.of();

    @Override
    String resource() {
      return "resourcequotas";
    }

    @Override
    String refused() {
      return "failed to create quota:";
    }

    @Override
    ObjectNode object(Session session) {
      var quota = Objects.object("v1", "ResourceQuota", name);
      var spec = quota.putObject("spec");
      if (!hard.isEmpty()) {
        var amounts = spec.putObject("hard");
        Objects.labels(hard).forEach(amounts::put);
      }
      if (!scopes.isEmpty()) {
        addAll(spec, "scopes", scopes);
      }
      quota.putObject("status");
      return quota;
    }
  }

  /// `kubectl create poddisruptionbudget`
  @Command(
      name = "poddisruptionbudget",
      aliases = "pdb",
      description = "Creates a disruption budget.")
  static final class OfBudget extends Generator {
    @Option(names = "--selector", defaultValue = "", description = "The labels of the pods.")
    String selector;

    @Option(names = "--min-available", defaultValue = "", description = "A number or a percentage.")
    String least;

    @Option(
        names = "--max-unavailable",
        defaultValue = "",
        description = "A number or a percentage.")
    String most;

    @Override
    String resource() {
      return "poddisruptionbudgets.policy";
    }

    @Override
    String refused() {
      return "failed to create poddisruptionbudgets:";
    }

    @Override
    ObjectNode object(Session session) {
      if (selector.isEmpty()) {
        throw new Failure("a selector must be specified");
      }
      if (least.isEmpty() == most.isEmpty()) {
        throw new Failure(
            least.isEmpty()
                ? "one of min-available or max-unavailable must be specified"
                : "min-available and max-unavailable cannot be both specified");
      }
      var budget = Objects.object("policy/v1", "PodDisruptionBudget", name);
      var spec = budget.putObject("spec");
      put(spec, "maxUnavailable", most);
      put(spec, "minAvailable", least);
      var labels = spec.putObject("selector").putObject("matchLabels");
      Objects.labels(selector).forEach(labels::put);
      budget.putObject("status");
      return budget;
    }

    private static void put(ObjectNode spec, String field, String amount) {
      if (amount.matches("\\d+")) {
        spec.put(field, Integer.parseInt(amount));
      } else if (!amount.isEmpty()) {
        spec.put(field, amount);
      }
    }
  }

  /// `kubectl create priorityclass`
  @Command(name = "priorityclass", aliases = "pc", description = "Creates a priority class.")
  static final class OfPriorityClass extends Generator {
    @Option(names = "--value", defaultValue = "0", description = "The priority.")
    int value;

    @Option(names = "--global-default", description = "For pods that name none.")
    boolean globalDefault;

    @Option(names = "--description", defaultValue = "", description = "What it is for.")
    String description;

    @Option(
        names = "--preemption-policy",
        defaultValue = "PreemptLowerPriority",
        description = "Whether its pods may displace others.")
    String preemption;

    @Override
    String resource() {
      return "priorityclasses.scheduling.k8s.io";
    }

    @Override
    String refused() {
      return "failed to create priorityclass:";
    }

    @Override
    ObjectNode object(Session session) {
      var priority = Objects.object("scheduling.k8s.io/v1", "PriorityClass", name);
      if (!description.isEmpty()) {
        priority.put("description", description);
      }
      if (globalDefault) {
        priority.put("globalDefault", true);
      }
      priority.put("preemptionPolicy", preemption);
      priority.put("value", value);
      return priority;
    }
  }

  /// `kubectl create serviceaccount`
  @Command(name = "serviceaccount", aliases = "sa", description = "Creates a service account.")
  static final class OfServiceAccount extends Generator {
    @Override
    String resource() {
      return "serviceaccounts";
    }

    @Override
    String refused() {
      return "failed to create serviceaccount:";
    }

    @Override
    ObjectNode object(Session session) {
      return Objects.object("v1", "ServiceAccount", name);
    }
  }

  /// `kubectl create token`
  @Command(name = "token", description = "Requests a token of a service account.")
  static final class OfToken extends KubectlAction {
    @picocli.CommandLine.Mixin OutputOptions output;

    @picocli.CommandLine.Parameters(arity = "0..1", paramLabel = "ACCOUNT")
    String account;

    @Option(names = "--audience", split = ",", description = "Whom the token is for.")
    List<String> audiences = List.of();

    @Option(names = "--duration", description = "How long it is valid.")
    String duration;

    @Option(names = "--bound-object-kind", defaultValue = "", description = "Pod, Secret or Node.")
    String boundKind;

    @Option(names = "--bound-object-name", defaultValue = "", description = "Its name.")
    String boundName;

    @Override
    int run(Session session) {
      if (account == null) {
        throw new Failure("exactly one NAME is required, got 0");
      }
      var request = Objects.review("authentication.k8s.io/v1", "TokenRequest");
      var spec = request.putObject("spec");
      Generator.addAll(spec, "audiences", audiences);
      if (duration != null) {
        spec.put("expirationSeconds", Times.parseGoDuration(duration).toSeconds());
      }
      if (!boundKind.isEmpty()) {
        spec.putObject("boundObjectRef")
            .put("kind", boundKind)
            .put("apiVersion", "v1")
            .put("name", boundName);
      }
      String path = session.discovery().named("serviceaccounts").path(session.namespace(), account);
      try {
        JsonNode answer = session.client().post(path + "/token", request);
        session.print(
            output.format.isEmpty()
                ? answer.path("status").path("token").asText() + "\n"
                : output.render(answer));
        return OK;
      } catch (dev.coxswain.kubectl.rest.ServerError e) {
        throw new Failure("failed to create token: " + e.getMessage());
      }
    }
  }
}
