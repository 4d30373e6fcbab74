package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.AdmissionRequest.Notes;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The objects that steps of admission find, short ways to ask a step, and what it remarks.
public final class World implements Lookup, Notes {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  public final List<String> warnings = new ArrayList<>();
  public final Map<String, String> annotations = new LinkedHashMap<>();
  private final List<Message> objects = new ArrayList<>();
  private UserInfo user = UserInfo.of("jane");

  public <M extends Message> M add(Class<M> type, String yaml) {
    var object = Defaults.apply(Manifests.read(type, yaml));
    objects.removeIf(o -> type.isInstance(o) && Metadata.key(o).equals(Metadata.key(object)));
    objects.add(object);
    return object;
  }

  public World as(String name, String... groups) {
    user = UserInfo.of(name, groups);
    return this;
  }

  // ---- requests ----

  public AdmissionRequest create(Message object) {
    return request(Operation.CREATE, object, Optional.of(object), Optional.empty());
  }

  public AdmissionRequest update(Message before, Message after) {
    return request(Operation.UPDATE, after, Optional.of(after), Optional.of(before));
  }

  public AdmissionRequest delete(Message existing) {
    return request(Operation.DELETE, existing, Optional.empty(), Optional.of(existing));
  }

  private AdmissionRequest request(
      Operation operation, Message named, Optional<Message> object, Optional<Message> existing) {
    var key = Metadata.key(named);
    var who =
        dev.coxswain.api.authentication.v1.UserInfo.newBuilder()
            .setUsername(user.name())
            .addAllGroups(user.groups())
            .build();
    return AdmissionRequest.of(
            operation,
            Scheme.kubernetes().resourceOf(named.getClass()),
            key.namespace(),
            key.name(),
            object,
            existing,
            new StrategyContext(NOW, who, this))
        .noting(this, false);
  }

  /// The object after both phases.
  public static Message enter(Admission step, AdmissionRequest request) {
    var chain = new AdmissionChain(List.of(step));
    var admitted = chain.admit(request);
    chain.check(admitted);
    return admitted.object().orElseThrow();
  }

  // ---- Notes ----

  @Override
  public void warn(String text) {
    warnings.add(text);
  }

  @Override
  public void annotate(String key, String value) {
    annotations.put(key, value);
  }

  // ---- Lookup ----

  @Override
  public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
    return objects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(o -> Metadata.key(o).equals(key))
        .findFirst();
  }

  @Override
  public <M extends Message> List<M> list(Class<M> type, String namespace) {
    return objects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(o -> namespace.isEmpty() || Metadata.of(o).getNamespace().equals(namespace))
        .toList();
  }
}
