package dev.coxswain.apiserver.authz;

import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.UserInfo;

/// What an authorizer knows of a request.
///
/// @param verb as rules spell it: `get`, `list`, …; for paths the HTTP method in lower case
/// @param namespace empty at the cluster scope
/// @param name empty when no object is named
/// @param path of a request that is not about a resource
/// @param resourceRequest whether the resource or the path counts
/// @param fieldSelector of a list or watch, as it was sent; empty for all objects
public record Attributes(
    UserInfo user,
    String verb,
    String group,
    String version,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path,
    boolean resourceRequest,
    String fieldSelector) {

  /// A request for a resource. A namespace object counts as being in itself.
  public static Attributes of(
      UserInfo user,
      String verb,
      String group,
      String version,
      String resource,
      String subresource,
      String namespace,
      String name) {
    boolean itself = group.isEmpty() && resource.equals("namespaces") && namespace.isEmpty();
    return new Attributes(
        user,
        verb,
        group,
        version,
        resource,
        subresource,
        itself ? name : namespace,
        name,
        "",
        true,
        "");
  }

  /// A request for a path such as `/healthz`.
  public static Attributes ofPath(UserInfo user, String verb, String path) {
    return new Attributes(user, verb, "", "", "", "", "", "", path, false, "");
  }

  /// The same of a list or watch with this field selector.
  public Attributes selecting(String fields) {
    return new Attributes(
        user,
        verb,
        group,
        version,
        resource,
        subresource,
        namespace,
        name,
        path,
        resourceRequest,
        fields);
  }

  /// Whether only objects with this value of the field can be meant.
  public boolean selectsOnly(String field, String value) {
    try {
      return FieldSelector.parse(fieldSelector).exact(field).filter(value::equals).isPresent();
    } catch (IllegalArgumentException e) {
      return false; // As below.
    }
  }

  /// The one object that a collection request with this field selector is about; empty if it may be
  /// several.
  public static String selectedName(String fieldSelector) {
    try {
      return FieldSelector.parse(fieldSelector).exact("metadata.name").orElse("");
    } catch (IllegalArgumentException e) {
      return ""; // Whoever evaluates the selector refuses it.
    }
  }

  /// As rules name it: `pods`, `pods/log`.
  public String qualifiedResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /// The refusal in upstream's words.
  ///
  /// @param reason what the authorizers said; may be empty
  public ApiException forbidden(String reason) {
    var because = reason.isEmpty() ? "" : ": " + reason;
    if (!resourceRequest) {
      return ApiException.of(
          new Refusal.PathForbidden(
              "User \"%s\" cannot %s path \"%s\"%s".formatted(user.name(), verb, path, because)));
    }
    var where =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    return ApiException.of(
        new Refusal.Forbidden(
            group.isEmpty() ? resource : resource + "." + group,
            name,
            "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s%s"
                .formatted(user.name(), verb, qualifiedResource(), group, where, because)));
  }
}
