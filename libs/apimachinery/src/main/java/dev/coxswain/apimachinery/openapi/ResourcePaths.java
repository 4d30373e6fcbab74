package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import dev.coxswain.api.core.v1.PodLogOptions;
import dev.coxswain.api.meta.v1.CreateOptions;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ListOptions;
import dev.coxswain.api.meta.v1.Patch;
import dev.coxswain.api.meta.v1.PatchOptions;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.UpdateOptions;
import dev.coxswain.api.options.Subresource;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The paths and operations of one resource.
final class ResourcePaths {
  private final ResourceType resource;
  private final Comments comments;
  private final String prefix;
  private final String scope;
  private final GroupVersionKind gvk;

  private ResourcePaths(ResourceType resource, Comments comments) {
    this.resource = resource;
    this.comments = comments;
    gvk = resource.kind().gvk();
    prefix = prefix(resource.groupVersion());
    scope = resource.namespaced() ? "Namespaced" : "";
  }

  static List<Path> of(ResourceType resource, Comments comments) {
    return new ResourcePaths(resource, comments).all();
  }

  /// `/api/v1` or `/apis/apps/v1`.
  static String prefix(GroupVersion gv) {
    return gv.group().isEmpty() ? "/api/" + gv.version() : "/apis/" + gv.apiVersion();
  }

  private List<Path> all() {
    var collection =
        resource.namespaced()
            ? prefix + "/namespaces/{namespace}/" + resource.plural()
            : prefix + "/" + resource.plural();
    var paths = new ArrayList<Path>();
    add(paths, collection, shared(false), collection());
    add(paths, collection + "/{name}", shared(true), item());
    if (resource.namespaced() && resource.supports("list")) {
      var pretty = shared(false).stream().filter(p -> p.in().equals("query")).toList();
      add(paths, prefix + "/" + resource.plural(), pretty, List.of(list("ForAllNamespaces")));
    }
    for (var subresource : resource.options().getSubresourcesList()) {
      var path = collection + "/{name}/" + subresource.getName();
      add(paths, path, shared(true), subresource(subresource));
    }
    paths.addAll(WatchPaths.of(resource, comments, shared(false), shared(true)));
    return paths;
  }

  private static void add(
      List<Path> paths, String path, List<Parameter> shared, List<Operation> operations) {
    if (!operations.isEmpty()) {
      paths.add(new Path(path, shared, operations));
    }
  }

  private List<Parameter> shared(boolean named) {
    var parameters = new ArrayList<Parameter>();
    if (named) {
      parameters.add(Parameter.path("name", "The name of the " + gvk.kind() + "."));
    }
    if (resource.namespaced()) {
      parameters.add(Parameter.path("namespace", "The namespace of the objects."));
    }
    parameters.add(Parameter.query("pretty", "Whether the answer is indented for people: true."));
    return parameters;
  }

  private List<Operation> collection() {
    var operations = new ArrayList<Operation>();
    if (resource.supports("list")) {
      operations.add(list(""));
    }
    if (resource.supports("create")) {
      operations.add(write("post", "create", "", resource.kind(), resource.kind()));
    }
    if (resource.supports("deletecollection")) {
      operations.add(
          operation(
              "delete",
              "deletecollection",
              "delete" + title() + "Collection" + scope + gvk.kind(),
              "delete all matching objects of kind " + gvk.kind(),
              gvk,
              Stream.concat(
                      query(DeleteOptions.getDescriptor()).stream(),
                      query(ListOptions.getDescriptor()).stream()
                          .filter(p -> !p.name().equals("watch")))
                  .toList(),
              Optional.of(DeleteOptions.getDescriptor()),
              new Answer.Typed(Status.getDescriptor())));
    }
    return operations;
  }

  private Operation list(String everywhere) {
    var namespaced = everywhere.isEmpty() ? scope : "";
    return operation(
        "get",
        "list",
        "list" + title() + namespaced + gvk.kind() + everywhere,
        "list or watch objects of kind " + gvk.kind(),
        gvk,
        query(ListOptions.getDescriptor()),
        Optional.empty(),
        new Answer.Typed(resource.listKind().descriptor()));
  }

  private List<Operation> item() {
    var operations = new ArrayList<Operation>();
    if (resource.supports("get")) {
      operations.add(read("", resource.kind()));
    }
    if (resource.supports("update")) {
      operations.add(write("put", "replace", "", resource.kind(), resource.kind()));
    }
    if (resource.supports("delete")) {
      operations.add(
          operation(
              "delete",
              "delete",
              id("delete", ""),
              "delete the " + gvk.kind(),
              gvk,
              query(DeleteOptions.getDescriptor()),
              Optional.of(DeleteOptions.getDescriptor()),
              new Answer.Typed(Status.getDescriptor())));
    }
    if (resource.supports("patch")) {
      operations.add(patch("", resource.kind()));
    }
    return operations;
  }

  private List<Operation> subresource(Subresource subresource) {
    var name = Names.capitalized(subresource.getName());
    var kind = kind(subresource);
    if (kind.kind().endsWith("Options")) {
      return subresource.getVerbsList().stream().map(verb -> connect(verb, name, kind)).toList();
    }
    return subresource.getVerbsList().stream()
        .map(verb ->
            switch (verb) {
              case "get" -> subresource.getName().equals("log") ? log() : read(name, kind);
              case "create" -> write("post", "create", name, kind, kind);
              case "update" -> write("put", "replace", name, kind, kind);
              case "patch" -> patch(name, kind);
              default -> throw new IllegalStateException(name + " has an unknown verb " + verb);
            })
        .toList();
  }

  private KindType kind(Subresource subresource) {
    var gv =
        subresource.getGroupVersion().isEmpty()
            ? resource.groupVersion()
            : GroupVersion.parse(subresource.getGroupVersion());
    var wanted = gv.withKind(subresource.getKind());
    return Scheme.kubernetes()
        .kind(wanted)
        .orElseThrow(() -> new IllegalStateException("wants a known kind, got " + wanted));
  }

  private Operation read(String name, KindType kind) {
    return operation(
        "get",
        "get",
        id("read", name),
        "read " + what(name),
        kind.gvk(),
        List.of(),
        Optional.empty(),
        new Answer.Typed(kind.descriptor()));
  }

  private Operation log() {
    return operation(
        "get",
        "get",
        id("read", "Log"),
        "read " + what("Log"),
        gvk,
        Parameter.of(PodLogOptions.getDescriptor(), comments),
        Optional.empty(),
        new Answer.Text("text/plain"));
  }

  private Operation write(String method, String verb, String name, KindType sent, KindType result) {
    var options =
        verb.equals("create") ? CreateOptions.getDescriptor() : UpdateOptions.getDescriptor();
    return operation(
        method,
        method,
        id(verb, name),
        verb + " " + what(name),
        sent.gvk(),
        query(options),
        Optional.of(sent.descriptor()),
        new Answer.Typed(result.descriptor()));
  }

  private Operation patch(String name, KindType kind) {
    return operation(
        "patch",
        "patch",
        id("patch", name),
        "change parts of " + what(name),
        kind.gvk(),
        query(PatchOptions.getDescriptor()),
        Optional.of(Patch.getDescriptor()),
        new Answer.Typed(kind.descriptor()));
  }

  private Operation connect(String verb, String name, KindType kind) {
    var method =
        switch (verb) {
          case "create" -> "post";
          case "update" -> "put";
          default -> verb;
        };
    return operation(
        method,
        "connect",
        "connect" + title() + Names.capitalized(method) + scope + gvk.kind() + name,
        "connect " + method.toUpperCase(java.util.Locale.ROOT) + " requests to " + what(name),
        kind.gvk(),
        Parameter.of(kind.descriptor(), comments),
        Optional.empty(),
        new Answer.Text("*/*"));
  }

  private Operation operation(
      String method,
      String action,
      String id,
      String description,
      GroupVersionKind kind,
      List<Parameter> parameters,
      Optional<Descriptor> body,
      Answer answer) {
    return new Operation(
        method,
        action,
        id,
        description,
        Names.tag(resource.groupVersion()),
        Optional.of(kind),
        parameters,
        body,
        answer);
  }

  private List<Parameter> query(Descriptor options) {
    return Parameter.of(options, comments);
  }

  private String id(String verb, String subresource) {
    return verb + title() + scope + gvk.kind() + subresource;
  }

  private String what(String subresource) {
    return subresource.isEmpty()
        ? "the " + gvk.kind()
        : Names.uncapitalized(subresource) + " of the " + gvk.kind();
  }

  private String title() {
    return Names.title(resource.groupVersion());
  }
}
