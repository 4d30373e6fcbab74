package dev.coxswain.apiserver.health;

import dev.coxswain.api.core.v1.ComponentCondition;
import dev.coxswain.api.core.v1.ComponentStatus;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.ListSelection;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestHandler;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The deprecated `componentstatuses`: each time somebody looks, the components are asked.
public final class ComponentStatuses implements RequestHandler {

  /// Asks a component how it is.
  public interface Probe {
    Health ask() throws InterruptedException;
  }

  /// How a component is.
  ///
  /// @param status `True` if it is well, `False` if it is not
  /// @param message what it says, or why it cannot be asked
  public record Health(String status, String message) {
    public static Health well(String message) {
      return new Health("True", message);
    }

    public static Health unwell(String message) {
      return new Health("False", message);
    }
  }

  private final Map<String, Probe> probes;

  /// @param probes by the names of the components
  public ComponentStatuses(Map<String, Probe> probes) {
    this.probes = new TreeMap<>(probes);
  }

  @Override
  public ApiResponse handle(ApiRequest request, RequestContext context) {
    try {
      return switch (request) {
        case ApiRequest.Get get -> get(get.target().name());
        case ApiRequest.ListObjects list -> list(list);
        default ->
            throw ApiException.of(
                new Refusal.MethodNotSupported(
                    request.target().resource().groupResource(), request.verb()));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.of(new Refusal.Timeout("request did not complete within its time", 0));
    }
  }

  private ApiResponse get(String name) throws InterruptedException {
    var probe =
        Optional.ofNullable(probes.get(name))
            .orElseThrow(
                () -> ApiException.of(new Refusal.Unexplained("Component not found: " + name)));
    return new ApiResponse.One(status(name, probe.ask()), 200);
  }

  private ApiResponse list(ApiRequest.ListObjects request) throws InterruptedException {
    var isMeant = meant(request.selection());
    var items = new ArrayList<StoredObject>();
    for (var component : probes.entrySet()) {
      if (isMeant.test(component.getKey())) {
        items.add(status(component.getKey(), component.getValue().ask()));
      }
    }
    return new ApiResponse.Many(
        request.target().resource(), "", "", OptionalLong.empty(), List.copyOf(items));
  }

  /// By name; components have no labels.
  private static Predicate<String> meant(ListSelection selection) {
    try {
      boolean any = Selector.parse(selection.labelSelector()).matches(Map.of());
      var fields = FieldSelector.parse(selection.fieldSelector());
      return name -> any && fields.matches(field -> field.equals("metadata.name") ? name : "");
    } catch (IllegalArgumentException e) {
      throw ApiException.of(new Refusal.BadRequest(e.getMessage()));
    }
  }

  private static StoredObject status(String name, Health health) {
    var status =
        ComponentStatus.newBuilder()
            .addConditions(
                ComponentCondition.newBuilder()
                    .setType("Healthy")
                    .setStatus(health.status())
                    .setMessage(health.message()));
    status.getMetadataBuilder().setName(name);
    var object = status.build();
    return StoredObject.of(Scheme.kubernetes().kindOf(object), object, 0);
  }
}
