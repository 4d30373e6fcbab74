package dev.coxswain.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.Message;
import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerCondition;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What autoscaling/v1 has no field for, as annotations that clients of both versions know.
///
/// The behaviour is written with the names of upstream's program, because upstream does.
final class AutoscalerAnnotations {
  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String CURRENT = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";
  private static final String BEHAVIOR = PREFIX + "behavior";
  private static final List<String> ALL = List.of(METRICS, CURRENT, CONDITIONS, BEHAVIOR);

  private AutoscalerAnnotations() {}

  static ObjectMeta dropped(ObjectMeta meta) {
    var changed = meta.toBuilder();
    ALL.forEach(changed::removeAnnotations);
    return changed.build();
  }

  static void keep(HorizontalPodAutoscaler v2, ObjectMeta.Builder meta) {
    var spec = v2.getSpec();
    var status = v2.getStatus();
    var others = spec.getMetricsList().stream().filter(m -> !AutoscalerVersions.isCpu(m));
    put(meta, METRICS, others.map(AutoscalerMetricSpecs::toV1).toList());
    put(
        meta,
        CURRENT,
        status.getCurrentMetricsList().stream().map(AutoscalerMetricStatuses::toV1).toList());
    put(meta, CONDITIONS, status.getConditionsList());
    if (spec.hasBehavior()) {
      var rules = spec.getBehavior();
      var behavior = JsonNodeFactory.instance.objectNode();
      behavior.set("ScaleUp", rules.hasScaleUp() ? upper(rules.getScaleUp()) : null);
      behavior.set("ScaleDown", rules.hasScaleDown() ? upper(rules.getScaleDown()) : null);
      put(meta, BEHAVIOR, behavior);
    }
  }

  /// Takes back what the annotations keep.
  ///
  /// @throws IllegalArgumentException if nobody can read one of them
  static void restore(ObjectMeta meta, HorizontalPodAutoscaler.Builder v2) {
    for (var item : read(meta, METRICS)) {
      var metric = merged(item, dev.coxswain.api.autoscaling.v1.MetricSpec.newBuilder());
      v2.getSpecBuilder().addMetrics(AutoscalerMetricSpecs.toV2(metric.build()));
    }
    for (var item : read(meta, CURRENT)) {
      var metric = merged(item, dev.coxswain.api.autoscaling.v1.MetricStatus.newBuilder());
      v2.getStatusBuilder().addCurrentMetrics(AutoscalerMetricStatuses.toV2(metric.build()));
    }
    for (var item : read(meta, CONDITIONS)) {
      v2.getStatusBuilder()
          .addConditions(merged(item, HorizontalPodAutoscalerCondition.newBuilder()));
    }
    var behavior = read(meta, BEHAVIOR);
    if (behavior.hasNonNull("ScaleUp")) {
      var rules = v2.getSpecBuilder().getBehaviorBuilder().getScaleUpBuilder();
      JsonCodec.merge(lower(behavior.get("ScaleUp")), rules);
    }
    if (behavior.hasNonNull("ScaleDown")) {
      var rules = v2.getSpecBuilder().getBehaviorBuilder().getScaleDownBuilder();
      JsonCodec.merge(lower(behavior.get("ScaleDown")), rules);
    }
  }

  private static <B extends Message.Builder> B merged(JsonNode tree, B builder) {
    JsonCodec.merge(tree, builder);
    return builder;
  }

  private static void put(ObjectMeta.Builder meta, String name, List<? extends Message> items) {
    if (!items.isEmpty()) {
      var array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(JsonCodec.toTree(item)));
      put(meta, name, array);
    }
  }

  private static void put(ObjectMeta.Builder meta, String name, JsonNode value) {
    meta.putAnnotations(name, new String(JsonCodec.toJson(value), StandardCharsets.UTF_8));
  }

  private static JsonNode read(ObjectMeta meta, String name) {
    var text = meta.getAnnotationsOrDefault(name, "");
    return text.isEmpty()
        ? MissingNode.getInstance()
        : JsonCodec.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode upper(HPAScalingRules rules) {
    var shown = JsonNodeFactory.instance.objectNode();
    var window =
        rules.hasStabilizationWindowSeconds()
            ? IntNode.valueOf(rules.getStabilizationWindowSeconds())
            : NullNode.getInstance();
    shown.set("StabilizationWindowSeconds", window);
    var choice =
        rules.hasSelectPolicy()
            ? TextNode.valueOf(rules.getSelectPolicy())
            : NullNode.getInstance();
    shown.set("SelectPolicy", choice);
    var policies = shown.putArray("Policies");
    for (var policy : rules.getPoliciesList()) {
      policies
          .addObject()
          .put("Type", policy.getType())
          .put("Value", policy.getValue())
          .put("PeriodSeconds", policy.getPeriodSeconds());
    }
    var tolerance =
        rules.hasTolerance()
            ? TextNode.valueOf(rules.getTolerance().getString())
            : NullNode.getInstance();
    shown.set("Tolerance", tolerance);
    return shown;
  }

  /// The same with the names that the fields have in the API.
  private static JsonNode lower(JsonNode node) {
    var make = JsonNodeFactory.instance;
    return switch (node) {
      case ObjectNode object -> {
        var lowered = make.objectNode();
        object.properties().stream()
            .filter(field -> !field.getValue().isNull())
            .forEach(field -> lowered.set(lower(field.getKey()), lower(field.getValue())));
        yield lowered;
      }
      case ArrayNode array -> {
        var lowered = make.arrayNode();
        array.forEach(item -> lowered.add(lower(item)));
        yield lowered;
      }
      default -> node;
    };
  }

  private static String lower(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
