package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.GoValues;
import dev.coxswain.kubectl.print.TextTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `kubectl auth whoami`
@Command(name = "whoami", description = "Says who the server takes you for.")
final class WhoAmICommand extends KubectlAction {
  @Mixin OutputOptions output;

  @Override
  int run(Session session) {
    var review = Objects.review("authentication.k8s.io/v1", "SelfSubjectReview");
    JsonNode answer =
        session.client().post("/apis/authentication.k8s.io/v1/selfsubjectreviews", review);
    if (!output.isTable()) {
      session.print(output.render(answer));
      return OK;
    }
    JsonNode user = answer.path("status").path("userInfo");
    var table = new TextTable().row(List.of("ATTRIBUTE", "VALUE"));
    table.row(List.of("Username", user.path("username").asText()));
    if (user.has("uid")) {
      table.row(List.of("UID", user.path("uid").asText()));
    }
    if (user.has("groups")) {
      table.row(List.of("Groups", GoValues.show(user.path("groups"))));
    }
    user.path("extra")
        .properties()
        .forEach(entry ->
            table.row(List.of("Extra: " + entry.getKey(), GoValues.show(entry.getValue()))));
    session.print(table.render());
    return OK;
  }
}
