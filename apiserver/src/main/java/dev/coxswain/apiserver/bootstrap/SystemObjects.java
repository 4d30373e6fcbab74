package dev.coxswain.apiserver.bootstrap;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.time.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The objects of a new cluster, read from two resource files with one JSON object per line.
final class SystemObjects {
  private SystemObjects() {}

  /// In an order in which they can be created.
  static List<Message> all(ServerIdentity identity, Instant now) {
    return Stream.of("system-objects.jsonl", "roles.jsonl")
        .flatMap(file -> text(file).lines())
        .map(line -> object(substituted(line, identity, now)))
        .toList();
  }

  private static String substituted(String line, ServerIdentity identity, Instant now) {
    return line.replace("$SERVICE_CIDR_FIRST_IP", identity.firstServiceAddress())
        .replace("$SERVICE_CIDR", identity.serviceCidr())
        .replace("\"$SECURE_PORT\"", Integer.toString(identity.securePort()))
        .replace("$NOW", Times.rfc3339(now))
        .replace("$TODAY", Times.rfc3339(now).substring(0, "2006-01-02".length()));
  }

  private static Message object(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    var kind = JsonCodec.peek(bytes).flatMap(Scheme.kubernetes()::kind).orElseThrow();
    return JsonCodec.read(bytes, kind, FieldValidation.STRICT).object();
  }

  private static String text(String file) {
    try (var in = SystemObjects.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("wants " + file + " in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
