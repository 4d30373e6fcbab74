package dev.coxswain.integration.linearizability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.integration.endtoend.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What the store itself says was committed: its own tool reads its own history.
final class Committed {
  private Committed() {}

  /// All changes of a namespace's config maps after a revision, up to the creation of the last one.
  static List<Change> since(LocalCluster cluster, String namespace, long revision, String last)
      throws IOException {
    String pki = cluster.directory().resolve("pki").toString();
    String prefix = "/registry/configmaps/" + namespace + "/";
    var watch =
        cluster.start(
            List.of(
                "etcdctl",
                "--endpoints=https://127.0.0.1:2379",
                "--cacert=" + pki + "/etcd/ca.crt",
                "--cert=" + pki + "/apiserver-etcd-client.crt",
                "--key=" + pki + "/apiserver-etcd-client.key",
                "watch",
                "--prefix",
                "--rev=" + (revision + 1),
                "--write-out=json",
                prefix));
    try (var lines = watch.inputReader(StandardCharsets.UTF_8)) {
      var changes = new ArrayList<Change>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (var event : ConfigMaps.parse(line.getBytes(StandardCharsets.UTF_8)).path("Events")) {
          changes.add(change(event, prefix));
          if (changes.getLast().name().equals(last)) {
            return changes;
          }
        }
      }
      throw new AssertionError("the store's history ends before " + last + " was created");
    } finally {
      watch.destroy();
    }
  }

  private static Change change(JsonNode event, String prefix) {
    var kv = event.path("kv");
    String key =
        new String(Base64.getDecoder().decode(kv.path("key").asText()), StandardCharsets.UTF_8);
    long revision = kv.path("mod_revision").asLong();
    String written = kv.path("create_revision").asLong() == revision ? "ADDED" : "MODIFIED";
    String type = event.path("type").asInt() == 1 ? "DELETED" : written;
    return new Change(revision, type, key.substring(prefix.length()));
  }
}
