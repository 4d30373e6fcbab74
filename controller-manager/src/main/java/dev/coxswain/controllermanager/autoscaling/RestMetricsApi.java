package dev.coxswain.controllermanager.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.RawApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The metrics APIs of the cluster, as aggregated servers serve them.
public final class RestMetricsApi implements MetricsApi {
  private static final String RESOURCE = "/apis/metrics.k8s.io/v1beta1/namespaces/%s/pods";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/%s/%s/%s/%s";
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/%s/%s";
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final RawApi api;

  public RestMetricsApi(RawApi api) {
    this.api = api;
  }

  @Override
  public Map<String, Sample> resource(
      String namespace, String selector, String resource, String container) {
    var path = RESOURCE.formatted(namespace) + "?labelSelector=" + escaped(selector);
    var found = new TreeMap<String, Sample>();
    for (var pod : get(path, "pods.metrics.k8s.io").path("items")) {
      long total = 0;
      boolean known = false;
      for (var each : pod.path("containers")) {
        if (container.isEmpty() || each.path("name").asText().equals(container)) {
          var usage = each.path("usage").path(resource);
          known |= !usage.isMissingNode();
          total += usage.isMissingNode() ? 0 : Amount.parse(usage.asText()).milliValue();
        }
      }
      if (known) {
        found.put(pod.path("metadata").path("name").asText(), sample(total, pod));
      }
    }
    if (found.isEmpty()) {
      throw new Unavailable("no metrics returned from resource metrics API");
    }
    return found;
  }

  private static Sample sample(long milli, JsonNode from) {
    var window = from.path("window");
    var seconds = from.path("windowSeconds");
    return new Sample(
        milli,
        Times.parse(from.path("timestamp").asText()),
        window.isTextual()
            ? Times.parseGoDuration(window.asText())
            : seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : WINDOW);
  }

  @Override
  public Map<String, Sample> pods(String namespace, String selector, MetricIdentifier metric) {
    var path =
        CUSTOM.formatted(namespace, "pods", "*", metric.getName())
            + "?labelSelector="
            + escaped(selector)
            + metricSelector(metric, "&metricLabelSelector=");
    var found = new TreeMap<String, Sample>();
    for (var item : custom(path)) {
      found.put(item.path("describedObject").path("name").asText(), sample(milli(item), item));
    }
    return found;
  }

  @Override
  public long object(
      String namespace, CrossVersionObjectReference object, MetricIdentifier metric) {
    var path =
        CUSTOM.formatted(namespace, resource(object), object.getName(), metric.getName())
            + metricSelector(metric, "?metricLabelSelector=");
    var items = custom(path);
    if (items.isEmpty()) {
      throw new Unavailable("no metrics returned from custom metrics API");
    }
    return milli(items.path(0));
  }

  private JsonNode custom(String path) {
    try {
      return api.get(path).path("items");
    } catch (ApiException.NotFound e) {
      throw new Unavailable(NO_CUSTOM);
    } catch (ApiException e) {
      throw new Unavailable(e.getMessage());
    }
  }

  @Override
  public List<Long> external(String namespace, MetricIdentifier metric) {
    var path =
        EXTERNAL.formatted(namespace, metric.getName()) + metricSelector(metric, "?labelSelector=");
    var values = new ArrayList<Long>();
    for (var item : get(path, metric.getName() + ".external.metrics.k8s.io").path("items")) {
      values.add(milli(item));
    }
    if (values.isEmpty()) {
      throw new Unavailable("no metrics returned from external metrics API");
    }
    return values;
  }

  private JsonNode get(String path, String resource) {
    try {
      return api.get(path);
    } catch (ApiException.NotFound e) {
      throw new Unavailable(MetricsApi.missing(resource));
    } catch (ApiException e) {
      throw new Unavailable(e.getMessage());
    }
  }

  private static String resource(CrossVersionObjectReference object) {
    var version = GroupVersion.parse(object.getApiVersion());
    return Scheme.kubernetes().resources().stream()
        .filter(type -> type.group().equals(version.group()))
        .filter(type -> type.kind().kind().equals(object.getKind()))
        .findFirst()
        .map(type -> type.groupResource())
        .orElseGet(() -> object.getKind().toLowerCase(Locale.ROOT) + "s." + version.group());
  }

  private static long milli(JsonNode item) {
    return Amount.parse(item.path("value").asText()).milliValue();
  }

  private static String metricSelector(MetricIdentifier metric, String parameter) {
    return metric.hasSelector()
        ? parameter + escaped(Selector.of(metric.getSelector()).toString())
        : "";
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
