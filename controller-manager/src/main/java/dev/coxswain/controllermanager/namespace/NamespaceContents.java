package dev.coxswain.controllermanager.namespace;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.controllermanager.namespace.NamespaceConditions.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Deletes whatever is in a namespace, and says what is left.
final class NamespaceContents {
  private static final DeleteOptions BACKGROUND =
      DeleteOptions.newBuilder().setPropagationPolicy("Background").build();

  private final ApiClient client;
  private final ResourceType pods;
  private final List<ResourceType> others;

  NamespaceContents(ApiClient client) {
    this.client = client;
    Map<String, ResourceType> distinct = new LinkedHashMap<>();
    for (var type : Scheme.kubernetes().resources()) {
      if (type.namespaced() && type.supports("list") && type.supports("delete")) {
        distinct.putIfAbsent(type.groupResource(), type);
      }
    }
    this.pods = distinct.remove("pods");
    this.others = List.copyOf(distinct.values());
  }

  /// Pods go first, and nothing else until they are gone: they may need the rest to end well.
  Findings empty(String namespace) {
    var findings = new Findings(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    empty(pods, namespace, findings);
    if (findings.isEmpty()) {
      others.forEach(type -> empty(type, namespace, findings));
    }
    return findings;
  }

  private void empty(ResourceType type, String namespace, Findings findings) {
    try {
      if (list(type, namespace).isEmpty()) {
        return;
      }
      delete(type, namespace);
      note(type, list(type, namespace), findings);
    } catch (ApiException.NotFound | ApiException.Gone e) {
      // The server doesn't serve this resource, so there is nothing of it.
    } catch (ApiException e) {
      findings.failures().add(e.getMessage());
    }
  }

  private List<Message> list(ResourceType type, String namespace) {
    return client.list(type, ListQuery.in(namespace)).items();
  }

  private void delete(ResourceType type, String namespace) {
    if (type.supports("deletecollection")) {
      client.deleteCollection(type, ListQuery.in(namespace), BACKGROUND);
      return;
    }
    for (var object : list(type, namespace)) {
      try {
        client.delete(type, Metadata.key(object), BACKGROUND);
      } catch (ApiException.NotFound e) {
        // Gone, as it should be.
      }
    }
  }

  private static void note(ResourceType type, List<Message> left, Findings findings) {
    if (left.isEmpty()) {
      return;
    }
    findings.remaining().put(type.plural() + "." + type.group(), left.size());
    for (var object : left) {
      Metadata.of(object)
          .getFinalizersList()
          .forEach(finalizer -> findings.finalizers().merge(finalizer, 1, Integer::sum));
    }
  }
}
