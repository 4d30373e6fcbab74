package dev.coxswain.kubelet.dns;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodDNSConfigOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedCollection;

/// What a resolver file says.
///
/// @param options such as `ndots:5`
public record ResolvConf(List<String> nameservers, List<String> searches, List<String> options) {
  private static final String NDOTS = "ndots:5";

  public ResolvConf {
    nameservers = List.copyOf(nameservers);
    searches = List.copyOf(searches);
    options = List.copyOf(options);
  }

  /// How names are resolved in this cluster.
  ///
  /// @param host the node's own resolver file
  public record ClusterDns(List<String> nameservers, String domain, ResolvConf host) {}

  public static ResolvConf parse(String text) {
    var nameservers = new ArrayList<String>();
    List<String> searches = List.of();
    List<String> options = List.of();
    for (var line : text.lines().toList()) {
      var words = List.of(line.strip().split("\\s+"));
      var values = words.subList(1, words.size());
      switch (words.getFirst()) {
        case "nameserver" -> nameservers.addAll(values);
        case "search", "domain" -> searches = values;
        case "options" -> options = values;
        default -> {}
      }
    }
    return new ResolvConf(nameservers, searches, options);
  }

  /// What a pod gets, by its policy and its own additions.
  public static ResolvConf of(Pod pod, ClusterDns cluster) {
    var spec = pod.getSpec();
    var base =
        switch (spec.getDnsPolicy()) {
          case "None" -> new ResolvConf(List.of(), List.of(), List.of());
          case "Default" -> cluster.host();
          case "ClusterFirstWithHostNet" -> ofCluster(pod, cluster);
          default -> spec.getHostNetwork() ? cluster.host() : ofCluster(pod, cluster);
        };
    return spec.hasDnsConfig() ? base.with(pod) : base;
  }

  private static ResolvConf ofCluster(Pod pod, ClusterDns cluster) {
    if (cluster.nameservers().isEmpty()) {
      return cluster.host();
    }
    var searches = new LinkedHashSet<String>();
    if (!cluster.domain().isEmpty()) {
      searches.add(pod.getMetadata().getNamespace() + ".svc." + cluster.domain());
      searches.add("svc." + cluster.domain());
      searches.add(cluster.domain());
    }
    searches.addAll(cluster.host().searches());
    return new ResolvConf(cluster.nameservers(), List.copyOf(searches), List.of(NDOTS));
  }

  private ResolvConf with(Pod pod) {
    var more = pod.getSpec().getDnsConfig();
    var merged = new LinkedHashMap<String, String>();
    options.forEach(option -> merged.put(name(option), option));
    more.getOptionsList().forEach(option -> merged.put(option.getName(), text(option)));
    return new ResolvConf(
        joined(nameservers, more.getNameserversList()),
        joined(searches, more.getSearchesList()),
        List.copyOf(merged.values()));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    SequencedCollection<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static String name(String option) {
    int colon = option.indexOf(':');
    return colon < 0 ? option : option.substring(0, colon);
  }

  private static String text(PodDNSConfigOption option) {
    return option.hasValue() ? option.getName() + ":" + option.getValue() : option.getName();
  }

  /// The file's text.
  public String text() {
    var text = new StringBuilder();
    if (!searches.isEmpty()) {
      text.append("search ").append(String.join(" ", searches)).append('\n');
    }
    nameservers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!options.isEmpty()) {
      text.append("options ").append(String.join(" ", options)).append('\n');
    }
    return text.toString();
  }
}
