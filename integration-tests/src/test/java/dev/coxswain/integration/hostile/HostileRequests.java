package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.integration.hostile.Bodies.Body;
import dev.coxswain.integration.hostile.HostileRequest.Delivery;
import dev.coxswain.integration.simulation.Chance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes up requests. Each follows from the seed and its number alone, so that one can be had again
/// without the others.
record HostileRequests(long seed, List<Manifest> manifests) {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final List<String> MEDIA_TYPES =
      List.of(
          Bodies.JSON,
          Bodies.YAML,
          Bodies.PROTOBUF,
          "*/*",
          "application/json;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "application/json;as=Nothing;v=v9",
          "application/cbor",
          "text/html, image/gif;q=0.1",
          "application/json;q=x;;=",
          "/",
          ";",
          "x".repeat(3000));

  HostileRequest request(long number) {
    var random = new SplittableRandom(seed ^ number * SPREAD);
    var chance = new Chance(random);
    var mutation = new Mutation(chance);
    var bodies = new Bodies(chance, mutation, random);
    var targets = new Targets(chance, mutation.oddities());
    var manifest = chance.pick(manifests);
    return switch (chance.below(20)) {
      case 0, 1, 2, 3, 4, 5 ->
          write(chance, "POST", targets.collection(manifest), bodies.object(manifest.object()));
      case 6, 7, 8 ->
          write(chance, "PUT", targets.item(manifest), bodies.object(manifest.object()));
      case 9, 10, 11, 12, 13 ->
          write(chance, "PATCH", targets.item(manifest), bodies.patch(manifest.object()));
      case 14 -> write(chance, "DELETE", deleted(chance, targets, manifest), options(bodies));
      case 15 -> read(chance, targets.item(manifest));
      case 16 -> read(chance, targets.other());
      case 17 ->
          chance.oneIn(10)
              ? read(chance, targets.watch(manifest))
              : read(chance, targets.item(manifest));
      default -> read(chance, targets.collection(manifest));
    };
  }

  // What others need is not deleted with its collection.
  private static String deleted(Chance chance, Targets targets, Manifest manifest) {
    return chance.oneIn(4) && manifest.isNamespaced()
        ? targets.collection(manifest)
        : targets.item(manifest);
  }

  private static Body options(Bodies bodies) {
    var options =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "v1")
            .put("kind", "DeleteOptions")
            .put("gracePeriodSeconds", 0)
            .put("propagationPolicy", "Background");
    options.putObject("preconditions").put("uid", "u").put("resourceVersion", "1");
    return bodies.chance().oneIn(2) ? new Body(Bodies.JSON, new byte[0]) : bodies.object(options);
  }

  private static HostileRequest read(Chance chance, String target) {
    String method = chance.oneIn(20) ? chance.pick(List.of("HEAD", "OPTIONS", "FROB")) : "GET";
    return new HostileRequest(
        method, target, headers(chance, Map.of()), new byte[0], Delivery.WHOLE);
  }

  private static HostileRequest write(Chance chance, String method, String target, Body body) {
    String type = chance.oneIn(30) ? chance.pick(MEDIA_TYPES) : body.type();
    return new HostileRequest(
        method,
        target,
        headers(chance, Map.of("Content-Type", type)),
        body.bytes(),
        delivery(chance));
  }

  private static Delivery delivery(Chance chance) {
    if (chance.oneIn(300)) {
      return Delivery.CUT_OFF;
    }
    return chance.oneIn(500) ? Delivery.SLOW : Delivery.WHOLE;
  }

  private static Map<String, String> headers(Chance chance, Map<String, String> needed) {
    var headers = new LinkedHashMap<>(needed);
    if (chance.oneIn(5)) {
      headers.put("Accept", chance.pick(MEDIA_TYPES));
    }
    if (chance.oneIn(100)) {
      headers.put("Accept-Encoding", chance.pick(List.of("gzip", "br;q=x", "identity;q=0")));
    }
    if (chance.oneIn(200)) {
      headers.put("Content-Encoding", chance.pick(List.of("gzip", "frob")));
    }
    if (chance.oneIn(200)) {
      headers.put("Impersonate-User", chance.pick(List.of("", "system:anonymous", "%00")));
    }
    if (chance.oneIn(200)) {
      headers.put("Upgrade", chance.pick(List.of("websocket", "SPDY/3.1", "h2c")));
    }
    return headers;
  }
}
