package dev.coxswain.integration.linearizability;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A client that wants to miss nothing: it watches, goes on where it was when the connection ends,
/// and lists again only when the server says that it has to.
///
/// @param last the name of the object whose creation ends it
record Follower(ConfigMaps maps, Watched watched, String last) {
  private static final int GONE = 410;
  private static final long LOOK_AGAIN_MILLIS = 50;

  void run() throws InterruptedException {
    while (!follow()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  /// Whether the last object came.
  private boolean follow() throws InterruptedException {
    try {
      var response = maps.watch(watched.last());
      try (var body = response.body()) {
        return switch (response.statusCode()) {
          case 200 -> read(body);
          case GONE -> relist();
          default -> false;
        };
      }
    } catch (IOException _) {
      return false; // goes on where it was
    }
  }

  private boolean read(InputStream body) throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      var event = ConfigMaps.parse(line.getBytes(StandardCharsets.UTF_8));
      String type = event.path("type").asText();
      if (type.equals("ERROR")) {
        return event.path("object").path("code").asInt() == GONE && relist();
      }
      var change = change(type, event.path("object").path("metadata"));
      watched.delivered(change);
      if (change.name().equals(last)) {
        return true;
      }
    }
    return false;
  }

  private boolean relist() throws IOException, InterruptedException {
    var list = maps.list();
    if (list.code() == 200) {
      watched.listedAt(Long.parseLong(list.resourceVersion()));
    }
    return false;
  }

  private static Change change(String type, JsonNode metadata) {
    return new Change(
        metadata.path("resourceVersion").asLong(), type, metadata.path("name").asText());
  }
}
