package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointPort;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Distributes endpoints over slices with as few changed slices as can be. Pure.
final class SlicePlanner {
  /// What endpoints of one slice have in common.
  record Group(String addressType, List<EndpointPort> ports) {}

  /// What there should be.
  ///
  /// @param metadata of each slice; with `generateName`
  record Desired(ObjectMeta metadata, Map<Group, List<Endpoint>> endpoints) {}

  record Plan(
      List<EndpointSlice> creations, List<EndpointSlice> updates, List<EndpointSlice> deletions) {
    boolean isEmpty() {
      return creations.isEmpty() && updates.isEmpty() && deletions.isEmpty();
    }
  }

  private final Desired desired;
  private final int perSlice;
  private final List<EndpointSlice> creations = new ArrayList<>();
  private final List<EndpointSlice> updates = new ArrayList<>();
  private final List<EndpointSlice> deletions = new ArrayList<>();

  private SlicePlanner(Desired desired, int perSlice) {
    this.desired = desired;
    this.perSlice = perSlice;
  }

  /// Same view, same plan; once it is carried out, the next one is empty.
  ///
  /// @param perSlice how many endpoints a slice may have
  static Plan plan(Desired desired, List<EndpointSlice> existing, int perSlice) {
    return new SlicePlanner(desired, perSlice).plan(existing);
  }

  private Plan plan(List<EndpointSlice> existing) {
    var byGroup = new LinkedHashMap<Group, List<EndpointSlice>>();
    for (var slice : existing) {
      byGroup.computeIfAbsent(group(slice), _ -> new ArrayList<>()).add(slice);
    }
    desired
        .endpoints()
        .forEach((group, endpoints) ->
            planGroup(group, endpoints, byGroup.getOrDefault(group, List.of())));
    byGroup.forEach((group, slices) -> {
      if (!desired.endpoints().containsKey(group)) {
        deletions.addAll(slices);
      }
    });
    return new Plan(List.copyOf(creations), List.copyOf(updates), List.copyOf(deletions));
  }

  private static Group group(EndpointSlice slice) {
    return new Group(slice.getAddressType(), slice.getPortsList());
  }

  private void planGroup(Group group, List<Endpoint> endpoints, List<EndpointSlice> existing) {
    var missing = new LinkedHashMap<String, Endpoint>();
    endpoints.forEach(e -> missing.put(key(e), e));
    var drafts = existing.stream().map(slice -> new Draft(slice, missing)).toList();
    fill(drafts, missing);
    for (var draft : drafts) {
      if (draft.endpoints.isEmpty() && !endpoints.isEmpty()) {
        deletions.add(draft.before);
      } else if (draft.differs()) {
        updates.add(draft.after());
      }
    }
    createRest(group, new ArrayList<>(missing.values()), existing.isEmpty());
  }

  // Slices that change anyway take more first; another one only if it takes all that is left.
  private void fill(List<Draft> drafts, Map<String, Endpoint> missing) {
    drafts.stream()
        .filter(d -> d.changed && !d.endpoints.isEmpty())
        .forEach(d -> d.take(missing, perSlice));
    if (missing.isEmpty()) {
      return;
    }
    drafts.stream()
        .filter(d -> d.endpoints.size() + missing.size() <= perSlice)
        .max((a, b) -> Integer.compare(a.endpoints.size(), b.endpoints.size()))
        .ifPresent(d -> d.take(missing, perSlice));
  }

  private void createRest(Group group, List<Endpoint> rest, boolean first) {
    if (rest.isEmpty() && first) {
      creations.add(slice(group, List.of()));
    }
    for (int from = 0; from < rest.size(); from += perSlice) {
      creations.add(slice(group, rest.subList(from, Math.min(rest.size(), from + perSlice))));
    }
  }

  private EndpointSlice slice(Group group, List<Endpoint> endpoints) {
    return EndpointSlice.newBuilder()
        .setMetadata(desired.metadata())
        .setAddressType(group.addressType())
        .addAllPorts(group.ports())
        .addAllEndpoints(endpoints)
        .build();
  }

  /// What an endpoint is recognized by.
  static String key(Endpoint endpoint) {
    return endpoint.getTargetRef().getUid() + "/" + endpoint.getAddressesList();
  }

  /// A slice as it shall become.
  private final class Draft {
    private final EndpointSlice before;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private boolean changed;

    /// Keeps what is still wanted, and takes it off the list of what is missing.
    Draft(EndpointSlice before, Map<String, Endpoint> missing) {
      this.before = before;
      Set<String> seen = new HashSet<>();
      for (var endpoint : before.getEndpointsList()) {
        var wanted = missing.remove(key(endpoint));
        if (wanted == null || !seen.add(key(endpoint))) {
          changed = true;
        } else {
          changed |= !wanted.equals(endpoint);
          endpoints.add(wanted);
        }
      }
    }

    void take(Map<String, Endpoint> missing, int limit) {
      var names = missing.keySet().iterator();
      while (endpoints.size() < limit && names.hasNext()) {
        endpoints.add(missing.get(names.next()));
        names.remove();
        changed = true;
      }
    }

    boolean differs() {
      var labels = desired.metadata().getLabelsMap();
      return changed || !before.getMetadata().getLabelsMap().equals(labels);
    }

    EndpointSlice after() {
      var metadata =
          before.getMetadata().toBuilder()
              .clearLabels()
              .putAllLabels(desired.metadata().getLabelsMap())
              .putAllAnnotations(desired.metadata().getAnnotationsMap());
      return before.toBuilder()
          .setMetadata(metadata)
          .clearEndpoints()
          .addAllEndpoints(endpoints)
          .build();
    }
  }
}
