package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `kubectl set serviceaccount`
@Command(
    name = "serviceaccount",
    aliases = "sa",
    description = "Changes the account that pods run under.")
final class SetServiceAccountCommand extends PodSpecAction {
  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME ACCOUNT")
  List<String> words = List.of();

  @Override
  int run(Session session) {
    if (words.isEmpty()) {
      throw new Failure("serviceaccount is required");
    }
    return changeAll(session, words.subList(0, words.size() - 1));
  }

  @Override
  void change(ObjectNode object, ObjectNode podSpec) {
    podSpec.put("serviceAccountName", words.getLast());
    podSpec.put("serviceAccount", words.getLast());
  }

  @Override
  String told() {
    return "serviceaccount updated";
  }
}
