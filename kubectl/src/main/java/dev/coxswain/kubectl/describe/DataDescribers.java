package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Config maps, secrets and service accounts at length.
final class DataDescribers {
  private DataDescribers() {}

  static void configMap(Description text, JsonNode map, Describer.Lookup lookup) {
    Describer.head(text, map);
    text.line(0, "%s", "");
    text.line(0, "Data");
    text.line(0, "====");
    Description.sorted(map.path("data"))
        .forEach((key, value) -> {
          text.line(0, "%s:", key);
          text.line(0, "----");
          text.line(0, "%s", value);
          text.line(0, "%s", "");
        });
    text.line(0, "%s", "");
    text.line(0, "BinaryData");
    text.line(0, "====");
    Description.sorted(map.path("binaryData"))
        .forEach((key, value) -> text.line(0, "%s: %d bytes", key, size(value)));
    text.line(0, "%s", "");
  }

  private static int size(String base64) {
    return Base64.getDecoder().decode(base64).length;
  }

  static void secret(Description text, JsonNode secret, Describer.Lookup lookup) {
    Describer.head(text, secret);
    text.line(0, "%s", "");
    text.line(0, "Type:\t%s", secret.path("type").asText());
    text.line(0, "%s", "");
    text.line(0, "Data");
    text.line(0, "====");
    Description.sorted(secret.path("data"))
        .forEach((key, value) -> text.line(0, "%s:\t%d bytes", key, size(value)));
  }

  static void serviceAccount(Description text, JsonNode account, Describer.Lookup lookup) {
    Describer.head(text, account);
    JsonNode metadata = account.path("metadata");
    Set<String> there = new TreeSet<>();
    List<String> tokens = new ArrayList<>();
    for (JsonNode secret : lookup.list("secrets", metadata.path("namespace").asText(), "")) {
      String name = secret.path("metadata").path("name").asText();
      there.add(name);
      String owner =
          secret
              .path("metadata")
              .path("annotations")
              .path("kubernetes.io/service-account.name")
              .asText();
      if (secret.path("type").asText().equals("kubernetes.io/service-account-token")
          && owner.equals(metadata.path("name").asText())) {
        tokens.add(name);
      }
    }
    text.list(0, "Image pull secrets", names(account.path("imagePullSecrets"), there));
    text.list(0, "Mountable secrets", names(account.path("secrets"), there));
    text.list(0, "Tokens", tokens);
  }

  private static List<String> names(JsonNode references, Set<String> there) {
    List<String> names = new ArrayList<>();
    for (JsonNode reference : references) {
      String name = reference.path("name").asText();
      names.add(there.contains(name) ? name : name + " (not found)");
    }
    return names;
  }
}
